package io.cairndb.storage.node.app;

import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.node.MemoryPlan;
import io.cairndb.storage.node.ShardSizing;
import io.cairndb.storage.node.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Keys of this service alone.
 *
 * @param partitionManager where the node registers and the catalog comes from
 * @param dataDirectory where everything is kept, from the working directory when relative
 * @param shards shards of a new data directory; 0 means one for each core, 16 at most
 * @param durability when the write of a single item is answered
 * @param node bounds of serving
 * @param storage the engines of all shards together
 */
@ConfigurationProperties("cairn")
record StorageNodeProperties(
    HostPort partitionManager,
    String dataDirectory,
    @DefaultValue("0") int shards,
    @DefaultValue("sync") Durability durability,
    @DefaultValue Node node,
    @DefaultValue Storage storage) {
  private static final int MAX_SHARDS = 256;

  StorageNodeProperties {
    if (dataDirectory.isBlank()) {
      throw new IllegalArgumentException("cairn.data-directory names no directory");
    }
    if (shards < 0 || shards > MAX_SHARDS) {
      throw new IllegalArgumentException("cairn.shards is 0 to " + MAX_SHARDS + ": " + shards);
    }
    // Refused while properties are bound, as all others are.
    Objects.requireNonNull(storage.settings());
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

  /**
   * The engines of all shards together; {@link StorageSettings} says what the values mean.
   *
   * @param keystore file; empty to write in the clear
   */
  record Storage(
      @DefaultValue("") String keystore,
      @DefaultValue("0B") DataSize writeBuffers,
      @DefaultValue("0B") DataSize blockCache,
      @DefaultValue("lz4") Compression compression,
      @DefaultValue("lz4") Compression bottommostCompression,
      @DefaultValue("1") int zstdLevel,
      @DefaultValue("4KB") DataSize blockSize,
      @DefaultValue("10") int filterBits,
      @DefaultValue("16KB") DataSize indexWhole,
      @DefaultValue("4KB") DataSize indexPartition,
      @DefaultValue("256KB") DataSize readAhead,
      @DefaultValue("1") int compactionWorkers,
      @DefaultValue("0B") DataSize compactionRate,
      @DefaultValue("4MB") DataSize scrubRate,
      @DefaultValue("1d") Duration scrubPause) {

    Storage {
      if (!keystore.isEmpty() && keystore.isBlank()) {
        throw new IllegalArgumentException("cairn.storage.keystore names no file");
      }
    }

    /**
     * The same for the engines.
     *
     * @throws IllegalArgumentException naming the key whose value cannot be
     */
    StorageSettings settings() {
      try {
        return new StorageSettings(
            keystore.isEmpty() ? null : Path.of(keystore),
            new StorageSettings.Memory(writeBuffers.toBytes(), blockCache.toBytes()),
            StorageSettings.compression(compression, bottommostCompression, zstdLevel),
            new StorageSettings.Tables(
                blockSize.toBytes(),
                filterBits,
                indexWhole.toBytes(),
                indexPartition.toBytes(),
                readAhead.toBytes()),
            new StorageSettings.Compaction(compactionWorkers, compactionRate.toBytes()),
            StorageSettings.scrub(scrubRate.toBytes(), scrubPause));
      } catch (IllegalArgumentException refused) {
        // Without the cause: people are told the innermost reason.
        throw new IllegalArgumentException("cairn.storage." + refused.getMessage());
      }
    }
  }

  /**
   * Where the memory goes.
   *
   * @throws IllegalArgumentException naming the key, when more is asked for than there is
   */
  MemoryPlan memory(MemoryPlan.Machine machine) {
    try {
      return MemoryPlan.of(machine, storage.settings().memory());
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("cairn.storage." + refused.getMessage());
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
