package io.cairndb.router.app;

import io.cairndb.service.CairnService;

/** Starts the service. */
public final class RouterApplication {
  private RouterApplication() {}

  public static void main(String[] args) {
    CairnService.run("router-service", RouterConfiguration.class, args);
  }
}
