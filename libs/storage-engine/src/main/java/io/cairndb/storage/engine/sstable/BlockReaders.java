package io.cairndb.storage.engine.sstable;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The readers of the tables of one engine: a reader belongs to the thread that took it until it is
 * given back. Thread-safe, without locks; as many are kept as there may be threads reading at once
 * on few cores, and others are made when all are taken.
 */
final class BlockReaders {
  private static final int KEPT = 16;

  private final AtomicReferenceArray<@Nullable BlockReader> idle = new AtomicReferenceArray<>(KEPT);

  /** Readers whose memory has not been freed. */
  private final AtomicInteger open = new AtomicInteger();

  private volatile boolean closed;

  BlockReader take() {
    for (int i = 0; i < KEPT; i++) {
      if (idle.get(i) != null) {
        BlockReader reader = idle.getAndSet(i, null);
        if (reader != null) {
          return reader;
        }
      }
    }
    open.incrementAndGet();
    return new BlockReader();
  }

  void giveBack(BlockReader reader) {
    reader.shrink();
    if (closed) {
      free(reader);
      return;
    }
    for (int i = 0; i < KEPT; i++) {
      if (idle.get(i) == null && idle.compareAndSet(i, null, reader)) {
        if (closed) {
          freeIdle();
        }
        return;
      }
    }
    free(reader);
  }

  private void free(BlockReader reader) {
    reader.close();
    open.decrementAndGet();
  }

  /** Readers in memory, those taken included. */
  int open() {
    return open.get();
  }

  /** Frees the readers kept; those taken are freed as they are given back. */
  void close() {
    closed = true;
    freeIdle();
  }

  private void freeIdle() {
    for (int i = 0; i < KEPT; i++) {
      BlockReader reader = idle.getAndSet(i, null);
      if (reader != null) {
        free(reader);
      }
    }
  }
}
