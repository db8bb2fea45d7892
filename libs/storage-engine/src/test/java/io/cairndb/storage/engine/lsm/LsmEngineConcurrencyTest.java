package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Readers against the writer, flushes and compactions, with real threads. Every batch writes one
 * number under all keys, so any view that shows two numbers shows half a batch or mixes states.
 */
class LsmEngineConcurrencyTest {
  private static final int KEYS = 24;
  private static final int BATCHES = 6000;

  @Test
  void viewsAreConsistentAndNeverGoBack() throws Exception {
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(40_000)
            .blockBytes(256)
            .blockCacheBytes(20_000)
            .index(new IndexOptions(100, 100))
            .compaction(
                CompactionOptions.builder()
                    .tableBytes(3_000)
                    .levelZero(2, 6, 10)
                    .levelBaseBytes(10_000)
                    .build())
            .build();
    AtomicBoolean stop = new AtomicBoolean();
    try (LsmEngine engine =
            LsmEngine.open(
                new MemoryFileSystem(),
                Path.of("/engine"),
                options,
                Clock.system(),
                Workers.platform("test-"));
        ExecutorService readers = Executors.newFixedThreadPool(3)) {
      Tree tree = engine.tree("t");
      Writes.write(engine, batch(tree, 1));
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int reader = i;
        results.add(readers.submit((Callable<Long>) () -> read(engine, tree, reader, stop)));
      }
      try {
        write(engine, tree);
      } finally {
        stop.set(true);
      }
      for (Future<Long> result : results) {
        assertTrue(result.get() > 10, "a reader came to nothing");
      }
      EngineStats stats = engine.stats();
      assertTrue(stats.flushes() > 20 && stats.compaction().compactions() > 5, stats.toString());
    }
  }

  private static void write(LsmEngine engine, Tree tree) {
    Writes.Outcome last = new Writes.Outcome();
    for (long number = 2; number <= BATCHES; number++) {
      last = new Writes.Outcome();
      assertEquals(number, engine.write(batch(tree, number), Durability.SYNC, last));
      if (number % 64 == 0) {
        assertEquals(number, last.future.join());
        try (ReadView view = engine.snapshot()) {
          assertEquals(number, view.sequence(), "acknowledged is visible");
        }
      }
    }
    assertEquals(BATCHES, last.future.join());
  }

  private static byte[] key(int index) {
    return ByteBuffer.allocate(8).putLong(index * 0x9E37_79B9_7F4A_7C15L).array();
  }

  /** Even batches delete a key that odd ones put back, so that tombstones are about. */
  private static WriteBatch batch(Tree tree, long number) {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < KEYS; i++) {
      batch.put(tree, key(i), ByteBuffer.allocate(16).putLong(number).array());
    }
    if (number % 2 == 0) {
      batch.delete(tree, key(0));
    }
    return batch;
  }

  private static long read(LsmEngine engine, Tree tree, int reader, AtomicBoolean stop)
      throws IOException {
    RandomSource random = RandomSource.seeded(reader);
    long newest = 0;
    long reads = 0;
    while (!stop.get()) {
      try (ReadView view = engine.snapshot()) {
        assertTrue(view.sequence() >= newest, "went back");
        newest = view.sequence();
        if (random.nextInt(2) == 0) {
          byte[] value = view.get(tree, key(1 + random.nextInt(KEYS - 1)));
          assertNotNull(value);
          assertEquals(newest, ByteBuffer.wrap(value).getLong());
        } else {
          assertEquals(newest % 2 == 0 ? KEYS - 1 : KEYS, scan(view, tree, random));
        }
        reads++;
      }
    }
    return reads;
  }

  private static int scan(ReadView view, Tree tree, RandomSource random) {
    int seen = 0;
    boolean forward = random.nextInt(2) == 0;
    try (Cursor cursor = view.cursor(tree, null, null)) {
      boolean valid = forward ? cursor.seekToFirst() : cursor.seekToLast();
      while (valid) {
        assertEquals(view.sequence(), ByteBuffer.wrap(cursor.value()).getLong());
        seen++;
        valid = forward ? cursor.next() : cursor.previous();
      }
    }
    return seen;
  }
}
