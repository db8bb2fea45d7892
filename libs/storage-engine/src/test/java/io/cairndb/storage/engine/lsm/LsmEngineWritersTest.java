package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.LogStats;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads write to one engine: each batch is whole, and one order holds for everybody. */
class LsmEngineWritersTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int WRITERS = 4;
  private static final int BATCHES = 1500;
  private static final int KEYS = 8;

  private final MemoryFileSystem files = new MemoryFileSystem();

  private static byte[] key(int i) {
    return Writes.bytes("key" + i);
  }

  private static byte[] value(int writer, int number) {
    return ByteBuffer.allocate(64).putInt(writer).putInt(number).array();
  }

  private LsmEngine open(EngineOptions options) throws IOException {
    return LsmEngine.open(files, DIRECTORY, options, Clock.system(), Workers.platform("test-"));
  }

  /** What was written, by sequence number; the first key is of all batches, the others of some. */
  private record Written(int writer, int number, boolean[] keys) {}

  @Test
  @Timeout(60)
  void batchesAreWholeAndInOneOrder() throws Exception {
    long seed = Seeds.choose("LsmEngineWritersTest");
    EngineOptions options = EngineOptions.builder().memtableBytes(20_000).memtablesMax(3).build();
    Map<Long, Written> history = new ConcurrentSkipListMap<>();
    AtomicBoolean stop = new AtomicBoolean();
    try (LsmEngine engine = open(options);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Tree tree = engine.tree("t");
      Tree other = engine.tree("u");
      List<Callable<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        RandomSource random = RandomSource.seeded(seed + i);
        writers.add(() -> write(engine, tree, other, writer, random, history));
      }
      Future<Long> reader = threads.submit(() -> read(engine, tree, other, stop));
      for (Future<Void> done : threads.invokeAll(writers)) {
        done.get();
      }
      stop.set(true);
      assertTrue(reader.get() > 0, "nothing was read meanwhile");
      assertEquals((long) WRITERS * BATCHES, engine.lastSequence());
      assertEquals((long) WRITERS * BATCHES, history.size(), "each number once");
      assertLast(engine, tree, history);
    }
    try (LsmEngine engine = open(options)) {
      assertLast(engine, engine.tree("t"), history);
    }
  }

  private static Void write(
      LsmEngine engine,
      Tree tree,
      Tree other,
      int writer,
      RandomSource random,
      Map<Long, Written> history) {
    long before = 0;
    for (int number = 0; number < BATCHES; number++) {
      boolean[] keys = new boolean[KEYS];
      WriteBatch batch = new WriteBatch();
      byte[] value = value(writer, number);
      batch.put(other, key(0), value);
      for (int i = 0; i < KEYS; i++) {
        keys[i] = i == 0 || random.nextInt(2) == 0;
        if (keys[i]) {
          batch.put(tree, key(i), value);
        }
      }
      boolean sync = random.nextInt(8) == 0;
      Writes.Outcome outcome = new Writes.Outcome();
      long sequence = engine.write(batch, sync ? Durability.SYNC : Durability.BUFFERED, outcome);
      assertTrue(sequence > before, "a thread's own writes are in its order");
      before = sequence;
      history.put(sequence, new Written(writer, number, keys));
      try (ReadView latest = engine.latest()) {
        assertTrue(latest.sequence() >= sequence, "its own write is there");
      }
      if (sync) {
        assertEquals(sequence, outcome.future.join());
        assertTrue(engine.durableSequence() >= sequence);
      }
    }
    return null;
  }

  /** The first key of both trees is of every batch, so any view shows the same in both. */
  private static long read(LsmEngine engine, Tree tree, Tree other, AtomicBoolean stop) {
    long reads = 0;
    boolean latest = false;
    while (!stop.get()) {
      latest = !latest;
      try (ReadView view = latest ? engine.latest() : engine.snapshot()) {
        byte[] one = view.get(tree, key(0));
        byte[] two = view.get(other, key(0));
        if (view.sequence() > 0) {
          assertNotNull(one);
        }
        assertArrayEquals(one, two, "half a batch at " + view.sequence());
        reads++;
      }
    }
    return reads;
  }

  private static void assertLast(LsmEngine engine, Tree tree, Map<Long, Written> history) {
    byte[][] expected = new byte[KEYS][];
    for (Written written : history.values()) {
      for (int i = 0; i < KEYS; i++) {
        expected[i] = written.keys()[i] ? value(written.writer(), written.number()) : expected[i];
      }
    }
    try (ReadView view = engine.latest()) {
      for (int i = 0; i < KEYS; i++) {
        assertArrayEquals(expected[i], view.get(tree, key(i)), "key " + i);
      }
    }
  }

  /** Compactions that cannot keep up: writes slow down before level 0 is full. */
  @Test
  @Timeout(60)
  void writesAreDelayedBeforeTheyAreStopped() throws Exception {
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(50_000)
            .compaction(
                CompactionOptions.builder()
                    .levelZero(2, 3, 1000)
                    .bytesPerSecondMax(200_000)
                    .build())
            .build();
    try (LsmEngine engine = open(options)) {
      Tree tree = engine.tree("t");
      LogStats stats = engine.stats().log();
      for (int i = 0; stats.delays() == 0; i++) {
        long unused =
            engine.write(
                new WriteBatch().put(tree, key(i), new byte[1000]),
                Durability.BUFFERED,
                new Writes.Outcome());
        stats = engine.stats().log();
      }
      assertTrue(stats.delayNanos() > 0, stats.toString());
      assertEquals(0, stats.stalls(), stats.toString());
    }
  }
}
