package io.cairndb.benchmarks.engine;

import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Cairn's engine. */
final class CairnStore implements Store {
  private static final WriteListener NOBODY_WAITS =
      new WriteListener() {
        @Override
        public void onDurable(long sequence) {}

        @Override
        public void onFailure(EngineFailedException failure) {
          throw failure;
        }
      };

  private final LsmEngine engine;
  private final Tree tree;

  private CairnStore(LsmEngine engine) {
    this.engine = engine;
    this.tree = engine.tree("main");
  }

  static CairnStore open(Path directory, Sizes sizes) throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(sizes.memtableBytes())
            .memtablesMax(Sizes.MEMTABLES)
            .blockBytes(Sizes.BLOCK_BYTES)
            .bloomBitsPerKey(Sizes.BLOOM_BITS_PER_KEY)
            .blockCacheBytes(sizes.cacheBytes())
            .compaction(compaction())
            .build();
    return new CairnStore(
        LsmEngine.open(
            new LocalFileSystem(), directory, options, Clock.system(), Workers.platform("bench-")));
  }

  private static CompactionOptions compaction() {
    return CompactionOptions.builder()
        .tableBytes(Sizes.TABLE_BYTES)
        .levelBaseBytes(Sizes.LEVEL_ONE_BYTES)
        .levelZero(Sizes.LEVEL_ZERO_TRIGGER, Sizes.LEVEL_ZERO_SLOWDOWN, Sizes.LEVEL_ZERO_STALL)
        .build();
  }

  @Override
  public void put(byte[] key, byte[] value, boolean sync) {
    WriteBatch batch = new WriteBatch().put(tree, key, value);
    if (sync) {
      Waiting waiting = new Waiting();
      engine.write(batch, Durability.SYNC, waiting);
      waiting.await();
    } else {
      engine.write(batch, Durability.BUFFERED, NOBODY_WAITS);
    }
  }

  private static final class Waiting implements WriteListener {
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile @Nullable EngineFailedException failure;

    @Override
    public void onDurable(long sequence) {
      settled.countDown();
    }

    @Override
    public void onFailure(EngineFailedException cause) {
      failure = cause;
      settled.countDown();
    }

    void await() {
      try {
        settled.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for the disk", e);
      }
      EngineFailedException cause = failure;
      if (cause != null) {
        throw cause;
      }
    }
  }

  @Override
  public int get(byte[] key) {
    try (ReadView view = engine.snapshot()) {
      byte[] value = view.get(tree, key);
      return value == null ? -1 : value.length;
    }
  }

  @Override
  public Walk walk() {
    return new CairnWalk(engine.snapshot());
  }

  private final class CairnWalk implements Walk {
    private final ReadView view;
    private final Cursor cursor;

    CairnWalk(ReadView view) {
      this.view = view;
      this.cursor = view.cursor(tree, null, null);
    }

    @Override
    public boolean seek(byte[] key) {
      return cursor.seekCeiling(key);
    }

    @Override
    public boolean seekToFirst() {
      return cursor.seekToFirst();
    }

    @Override
    public boolean seekToLast() {
      return cursor.seekToLast();
    }

    @Override
    public boolean next() {
      return cursor.next();
    }

    @Override
    public boolean previous() {
      return cursor.previous();
    }

    @Override
    public int read() {
      return cursor.key().length + cursor.value().length;
    }

    @Override
    public void close() {
      cursor.close();
      view.close();
    }
  }

  @Override
  public void flush() throws IOException {
    engine.flush();
  }

  @Override
  public void compact() throws IOException {
    engine.compact(tree);
  }

  @Override
  public void close() throws IOException {
    engine.close();
  }
}
