package io.cairndb.partition.manager;

import io.cairndb.env.Clock;
import io.cairndb.env.FileLockedException;
import io.cairndb.env.FileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.LoggedEvents;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ScrubOptions;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * The data directory of a partition manager of its own: {@code LOCK}, and the engine of its
 * metadata in {@code control-plane}.
 */
public final class MetadataDirectory implements AutoCloseable {
  private static final String ENGINE = "control-plane";
  private static final long MEBIBYTE = 1L << 20;

  /** As that of storage nodes is unless told otherwise. */
  private static final ScrubOptions SCRUB = new ScrubOptions(4 * MEBIBYTE, Duration.ofDays(1));

  private final StorageEngine engine;
  private final Closeable lock;

  private MetadataDirectory(StorageEngine engine, Closeable lock) {
    this.engine = engine;
    this.lock = lock;
  }

  /**
   * Opens the directory, creating it when there is none.
   *
   * @throws FileLockedException when another process uses it
   * @throws IOException when it cannot be used, or is the directory of a storage node
   */
  public static MetadataDirectory open(FileSystem files, Path root, Clock clock, Workers workers)
      throws IOException {
    files.createDirectories(root);
    if (files.exists(root.resolve("FORMAT"))) {
      throw new IOException(root + " is the data directory of a storage node");
    }
    Closeable lock = files.lock(root.resolve("LOCK"));
    boolean opened = false;
    try {
      StorageEngine engine = LsmEngine.open(files, root.resolve(ENGINE), options(), clock, workers);
      opened = true;
      return new MetadataDirectory(engine, lock);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** The catalog is small. */
  private static EngineOptions options() {
    return EngineOptions.builder()
        .memtableBytes(4 * MEBIBYTE)
        .memtablesMax(2)
        .blockCacheBytes(4 * MEBIBYTE)
        .operations(
            OperationsOptions.defaults()
                .withScrub(SCRUB)
                .withListener(
                    new LoggedEvents(LoggerFactory.getLogger(MetadataDirectory.class), ENGINE)))
        .build();
  }

  /** Holds the metadata and nothing else. */
  public StorageEngine engine() {
    return engine;
  }

  @Override
  public void close() throws IOException {
    try {
      engine.close();
    } finally {
      lock.close();
    }
  }
}
