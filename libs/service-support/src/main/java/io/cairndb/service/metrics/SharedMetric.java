package io.cairndb.service.metrics;

import io.cairndb.metrics.Metric;

/** Metrics that every service has. */
enum SharedMetric implements Metric {
  RPC_SERVER_CALL(
      Details.histogram(
          "cairn_rpc_server_call_seconds",
          "Calls answered, streams left out, from the arrival of the request to the answer")),
  RPC_CLIENT_CALL(
      Details.histogram(
          "cairn_rpc_client_call_seconds",
          "Calls made of other services, streams left out, until the answer")),
  RPC_SILENT_PEERS(
      Details.gauge(
          "cairn_rpc_silent_peers",
          "Other processes whose calls fail at once since they do not answer")),
  RPC_SILENT_REFUSALS(
      Details.counter(
          "cairn_rpc_silent_refusals_total", "Calls that failed at once for that reason")),
  RPC_PROBES(
      Details.counter(
          "cairn_rpc_probes_total",
          "Calls made to find out whether a process that calls wait for answers at all")),
  RPC_CLIENT_IN_FLIGHT(
      Details.gauge(
          "cairn_rpc_client_in_flight_calls",
          "Calls made of other services, streams left out, that have no answer yet")),
  RPC_CLIENT_TIMEOUTS(
      Details.counter(
          "cairn_rpc_client_timeouts_total",
          "Calls of other services that had no answer by their deadline"));

  private final Details details;

  SharedMetric(Details details) {
    this.details = details;
  }

  @Override
  public Details details() {
    return details;
  }
}
