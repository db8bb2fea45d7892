package io.cairndb.service.metrics;

/** Metrics that every service has. */
enum SharedMetric implements Metric {
  RPC_SERVER_CALL(
      "cairn_rpc_server_call_seconds",
      Type.HISTOGRAM,
      "Calls answered, streams left out, from the arrival of the request to the answer"),
  RPC_CLIENT_CALL(
      "cairn_rpc_client_call_seconds",
      Type.HISTOGRAM,
      "Calls made of other services, streams left out, until the answer"),
  RPC_SILENT_PEERS(
      "cairn_rpc_silent_peers",
      Type.GAUGE,
      "Other processes whose calls fail at once since they do not answer"),
  RPC_SILENT_REFUSALS(
      "cairn_rpc_silent_refusals_total", Type.COUNTER, "Calls that failed at once for that reason"),
  RPC_PROBES(
      "cairn_rpc_probes_total",
      Type.COUNTER,
      "Calls made to find out whether a process that calls wait for answers at all");

  private final String prometheusName;
  private final Type type;
  private final String meaning;

  SharedMetric(String prometheusName, Type type, String meaning) {
    this.prometheusName = prometheusName;
    this.type = type;
    this.meaning = meaning;
  }

  @Override
  public String prometheusName() {
    return prometheusName;
  }

  @Override
  public Type type() {
    return type;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
