package io.cairndb.coordinator.app;

import io.cairndb.service.CairnService;

/** Starts the service. */
public final class CoordinatorApplication {
  private CoordinatorApplication() {}

  public static void main(String[] args) {
    CairnService.run("coordinator-service", CoordinatorConfiguration.class, args);
  }
}
