package io.cairndb.router.app;

import io.cairndb.service.metrics.Metric;

/** What is recorded of requests. */
enum RequestMetric implements Metric {
  HTTP_REQUEST;

  @Override
  public String prometheusName() {
    return "cairn_http_request_seconds";
  }

  @Override
  public Type type() {
    return Type.HISTOGRAM;
  }

  @Override
  public String meaning() {
    return "Requests from when they were read until their answer is known";
  }
}
