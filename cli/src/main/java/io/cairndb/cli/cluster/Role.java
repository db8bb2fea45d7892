package io.cairndb.cli.cluster;

import java.util.List;
import java.util.Optional;

/**
 * The kinds of services, in the order they are stopped in: requests stop coming before what serves
 * them goes.
 */
enum Role {
  ROUTER("router", "io.cairndb.router.app.RouterApplication"),
  COORDINATOR("coordinator", "io.cairndb.coordinator.app.CoordinatorApplication"),
  INDEX_SERVICE("index-service", "io.cairndb.index.app.IndexServiceApplication"),
  PARTITION_MANAGER(
      "partition-manager", "io.cairndb.partition.manager.app.PartitionManagerApplication"),
  STORAGE_NODE("storage-node", "io.cairndb.storage.node.app.StorageNodeApplication");

  private final String title;
  private final String mainClass;

  Role(String title, String mainClass) {
    this.title = title;
    this.mainClass = mainClass;
  }

  /** The name in commands and files. */
  String title() {
    return title;
  }

  /** What its process runs. */
  String mainClass() {
    return mainClass;
  }

  /** The heap unless another is asked for. */
  String usualHeap() {
    return this == STORAGE_NODE ? "512m" : "256m";
  }

  static Optional<Role> named(String title) {
    return List.of(values()).stream().filter(role -> role.title.equals(title)).findFirst();
  }
}
