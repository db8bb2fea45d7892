package io.cairndb.service.metrics;

/** Metrics that every service has. */
enum SharedMetric implements Metric {
  RPC_SERVER_CALL(
      "cairn_rpc_server_call_seconds",
      "Calls answered, streams left out, from the arrival of the request to the answer"),
  RPC_CLIENT_CALL(
      "cairn_rpc_client_call_seconds",
      "Calls made of other services, streams left out, until the answer");

  private final String prometheusName;
  private final String meaning;

  SharedMetric(String prometheusName, String meaning) {
    this.prometheusName = prometheusName;
    this.meaning = meaning;
  }

  @Override
  public String prometheusName() {
    return prometheusName;
  }

  @Override
  public Type type() {
    return Type.HISTOGRAM;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
