package io.cairndb.index.app;

import io.cairndb.service.CairnService;

/** Starts the service. */
public final class IndexServiceApplication {
  private IndexServiceApplication() {}

  public static void main(String[] args) {
    CairnService.run("index-service", IndexServiceConfiguration.class, args);
  }
}
