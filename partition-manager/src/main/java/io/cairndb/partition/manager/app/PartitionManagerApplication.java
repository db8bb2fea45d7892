package io.cairndb.partition.manager.app;

import io.cairndb.service.CairnService;

/** Starts the service. */
public final class PartitionManagerApplication {
  private PartitionManagerApplication() {}

  public static void main(String[] args) {
    CairnService.run("partition-manager", PartitionManagerConfiguration.class, args);
  }
}
