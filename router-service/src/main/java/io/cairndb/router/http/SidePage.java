package io.cairndb.router.http;

/**
 * A page beside the API that is made on the event loop in no time worth naming, such as metrics.
 */
public interface SidePage {

  /** Path it is served under, such as {@code /metrics}. */
  String path();

  String contentType();

  byte[] render();
}
