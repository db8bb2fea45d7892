package io.cairndb.storage.node.app;

import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.node.ShardSizing;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of this service alone.
 *
 * @param partitionManager where the node registers and the catalog comes from
 * @param dataDirectory where everything is kept, from the working directory when relative
 * @param shards shards of a new data directory; 0 means one for each core, 16 at most
 * @param durability when the write of a single item is answered
 * @param node bounds of serving
 */
@ConfigurationProperties("cairn")
record StorageNodeProperties(
    HostPort partitionManager,
    String dataDirectory,
    @DefaultValue("0") int shards,
    @DefaultValue("sync") Durability durability,
    @DefaultValue Node node) {
  private static final int MAX_SHARDS = 256;

  StorageNodeProperties {
    if (dataDirectory.isBlank()) {
      throw new IllegalArgumentException("cairn.data-directory names no directory");
    }
    if (shards < 0 || shards > MAX_SHARDS) {
      throw new IllegalArgumentException("cairn.shards is 0 to " + MAX_SHARDS + ": " + shards);
    }
  }

  /**
   * Bounds of serving.
   *
   * @param maxBlockingReads reads that may wait for a disk at a time; more are refused
   * @param peerDeadline longest wait for other nodes when change records are to go
   */
  record Node(
      @DefaultValue("256") int maxBlockingReads, @DefaultValue("2s") Duration peerDeadline) {

    Node {
      if (maxBlockingReads < 1) {
        throw new IllegalArgumentException(
            "cairn.node.max-blocking-reads is more than 0: " + maxBlockingReads);
      }
      if (!peerDeadline.isPositive()) {
        throw new IllegalArgumentException(
            "cairn.node.peer-deadline is more than 0: " + peerDeadline);
      }
    }
  }

  Path directory() {
    return Path.of(dataDirectory);
  }

  int newShards() {
    return shards > 0
        ? shards
        : ShardSizing.defaultShards(Runtime.getRuntime().availableProcessors());
  }
}
