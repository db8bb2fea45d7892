package io.cairndb.standalone;

import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.node.StorageSettings;
import java.nio.file.Path;

/**
 * How to run one process.
 *
 * @param listen host name or address to listen on
 * @param port TCP port; 0 takes a free one
 * @param dataDirectory where everything is kept; unused when {@code memory}
 * @param memory keep nothing beyond the process
 * @param durability when a write is acknowledged
 * @param shards shards of a new data directory, 0 for one per core; an existing one keeps its
 *     number
 * @param storage how engines work; its keystore is unused when {@code memory}
 */
public record StandaloneOptions(
    String listen,
    int port,
    Path dataDirectory,
    boolean memory,
    Durability durability,
    int shards,
    StorageSettings storage) {

  /** With the storage that suits most. */
  public StandaloneOptions(
      String listen,
      int port,
      Path dataDirectory,
      boolean memory,
      Durability durability,
      int shards) {
    this(listen, port, dataDirectory, memory, durability, shards, StorageSettings.DEFAULT);
  }

  /** These, with other storage. */
  public StandaloneOptions withStorage(StorageSettings other) {
    return new StandaloneOptions(listen, port, dataDirectory, memory, durability, shards, other);
  }
}
