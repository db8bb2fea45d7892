package io.cairndb.storage.node;

import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.CompressionOptions;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.ScrubOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about the engines of one process, all of its shards together. Immutable.
 * Messages of refused values begin with the name of the setting, as it stands in {@code
 * docs/configuration.md} behind {@code --} or {@code cairn.storage.}
 *
 * @param keystore file of the master keys that data is sealed with; null to write in the clear
 * @param memory how much of it is taken outside the heap
 * @param compression of the blocks of tables
 * @param tables how tables are laid out and read
 * @param compaction how hard compactions work
 * @param scrub how tables are read in the background
 */
public record StorageSettings(
    @Nullable Path keystore,
    Memory memory,
    CompressionOptions compression,
    Tables tables,
    Compaction compaction,
    ScrubOptions scrub) {
  private static final long KIBIBYTE = 1L << 10;
  private static final long MEBIBYTE = 1L << 20;

  /** In the clear, sized by the heap, LZ4, a thread for each shard, scrubbed once a day, gently. */
  public static final StorageSettings DEFAULT =
      new StorageSettings(
          null,
          new Memory(0, 0),
          compression(Compression.LZ4, Compression.LZ4, 1),
          new Tables(4 * KIBIBYTE, 10, 16 * KIBIBYTE, 4 * KIBIBYTE, 256 * KIBIBYTE),
          new Compaction(1, 0),
          scrub(4 * MEBIBYTE, Duration.ofDays(1)));

  /**
   * Memory outside the heap.
   *
   * @param writeBufferBytes of the memtables of all shards; 0 for a quarter of the heap
   * @param blockCacheBytes of the block caches of all shards, with what indexes and filters take; 0
   *     for an eighth of the heap
   */
  public record Memory(long writeBufferBytes, long blockCacheBytes) {
    private static final long WRITE_BUFFER_BYTES_MIN = 4 * MEBIBYTE;

    public Memory {
      require(
          writeBufferBytes == 0 || writeBufferBytes >= WRITE_BUFFER_BYTES_MIN,
          "write-buffers is 4 MiB and more, or 0 for a quarter of the heap: " + writeBufferBytes);
      require(
          blockCacheBytes == 0 || blockCacheBytes >= MEBIBYTE,
          "block-cache is 1 MiB and more, or 0 for an eighth of the heap: " + blockCacheBytes);
    }
  }

  /**
   * How tables are laid out, those written from now on, and read.
   *
   * @param blockBytes of a data block before compression: what a read of one key reads and unpacks
   * @param filterBits of a filter for each key; 0 for no filters
   * @param indexWholeBytes an index up to this size stays in memory while its table is open
   * @param indexPartitionBytes of the pieces in which a larger one comes through the block cache
   * @param readAheadBytes read at once at most by who goes through many keys
   */
  public record Tables(
      long blockBytes,
      int filterBits,
      long indexWholeBytes,
      long indexPartitionBytes,
      long readAheadBytes) {
    private static final int FILTER_BITS_MAX = 32;

    public Tables {
      requireSize("block-size", blockBytes, KIBIBYTE, MEBIBYTE / 2);
      require(
          filterBits >= 0 && filterBits <= FILTER_BITS_MAX,
          "filter-bits is 0 to " + FILTER_BITS_MAX + ": " + filterBits);
      requireSize("index-whole", indexWholeBytes, KIBIBYTE, 64 * MEBIBYTE);
      requireSize("index-partition", indexPartitionBytes, KIBIBYTE, MEBIBYTE / 2);
      requireSize("read-ahead", readAheadBytes, 4 * KIBIBYTE, 16 * MEBIBYTE);
    }

    private static void requireSize(String name, long bytes, long least, long most) {
      require(
          bytes >= least && bytes <= most,
          "%s is %d KiB to %s: %d".formatted(name, least >> 10, text(most), bytes));
    }

    private static String text(long bytes) {
      return bytes < MEBIBYTE ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    /** How new indexes are laid out. */
    IndexOptions index() {
      return new IndexOptions((int) indexWholeBytes, (int) indexPartitionBytes);
    }
  }

  /**
   * Work of compactions.
   *
   * @param workers threads of each shard
   * @param bytesPerSecondMax written at most, an equal part of it by each shard; 0 for no limit
   */
  public record Compaction(int workers, long bytesPerSecondMax) {
    private static final int WORKERS_MAX = 16;

    public Compaction {
      require(
          workers >= 1 && workers <= WORKERS_MAX,
          "compaction-workers is 1 to " + WORKERS_MAX + ": " + workers);
      require(
          bytesPerSecondMax == 0 || bytesPerSecondMax >= MEBIBYTE,
          "compaction-rate is 1 MiB a second and more, or 0 for no limit: " + bytesPerSecondMax);
    }
  }

  /** How blocks are compressed. */
  public static CompressionOptions compression(
      Compression upper, Compression bottommost, int zstdLevel) {
    require(zstdLevel >= 1 && zstdLevel <= 19, "zstd-level is 1 to 19: " + zstdLevel);
    return new CompressionOptions(upper, bottommost, zstdLevel);
  }

  /**
   * How tables are scrubbed.
   *
   * @param bytesPerSecond read at most, an equal part of it by each shard; 0 for no scrubbing
   * @param pause between rounds
   */
  public static ScrubOptions scrub(long bytesPerSecond, Duration pause) {
    require(
        bytesPerSecond == 0 || bytesPerSecond >= 64 << 10,
        "scrub-rate is 64 KiB a second and more, or 0 for no scrubbing: " + bytesPerSecond);
    require(!pause.isNegative(), "scrub-pause is 0 and more: " + pause);
    return new ScrubOptions(bytesPerSecond, pause);
  }

  /** These, with other master keys. */
  public StorageSettings withKeystore(@Nullable Path other) {
    return new StorageSettings(other, memory, compression, tables, compaction, scrub);
  }

  /** These, with other memory. */
  public StorageSettings withMemory(Memory other) {
    return new StorageSettings(keystore, other, compression, tables, compaction, scrub);
  }

  /** These, with other scrubbing. */
  public StorageSettings withScrub(ScrubOptions other) {
    return new StorageSettings(keystore, memory, compression, tables, compaction, other);
  }

  private static void require(boolean possible, String message) {
    if (!possible) {
      throw new IllegalArgumentException(message);
    }
  }
}
