package io.cairndb.storage.node.app;

import io.cairndb.service.CairnService;

/** Starts the service. */
public final class StorageNodeApplication {
  private StorageNodeApplication() {}

  public static void main(String[] args) {
    CairnService.run("storage-node", StorageNodeConfiguration.class, args);
  }
}
