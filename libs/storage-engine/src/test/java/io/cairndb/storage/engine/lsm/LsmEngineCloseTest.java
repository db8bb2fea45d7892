package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileLockedException;
import io.cairndb.env.FileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.sstable.PreparedTable;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineVerifier;
import io.cairndb.storage.engine.tool.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * An engine is closed while threads read, write, flush, compact, ingest, split and make
 * checkpoints, and its directory is opened again at once: nothing of the old engine gets into it.
 */
class LsmEngineCloseTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path PREPARED = Path.of("/prepared");
  private static final int ROUNDS = Integer.getInteger("cairn.close.rounds", 10);

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final AtomicInteger names = new AtomicInteger();
  private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();

  /** What a thread does again and again until the engine is closed. */
  @FunctionalInterface
  private interface Work {
    void run(LsmEngine engine, Tree tree, RandomSource random) throws IOException;
  }

  private LsmEngine open() throws IOException {
    return open(files);
  }

  private static LsmEngine open(FileSystem files) throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(4 << 10)
            .compaction(CompactionOptions.builder().tableBytes(4 << 10).levelZero(2, 6, 10).build())
            .build();
    return LsmEngine.open(files, DIRECTORY, options, Clock.system(), Workers.platform("close-"));
  }

  private static void put(LsmEngine engine, Tree tree, RandomSource random) {
    WriteBatch batch = new WriteBatch().put(tree, key(random), new byte[200]);
    long unused = engine.write(batch, Durability.SYNC, new Writes.Outcome());
  }

  private static byte[] key(RandomSource random) {
    return bytes("k%04d".formatted(random.nextInt(500)));
  }

  private static void scan(LsmEngine engine, Tree tree) {
    try (ReadView view = engine.latest();
        Cursor cursor = view.cursor(tree, null, null)) {
      for (boolean on = cursor.seekToFirst(); on; on = cursor.next()) {
        assertTrue(cursor.value().length <= 200);
      }
    }
  }

  private void ingest(LsmEngine engine, Tree tree, RandomSource random) throws IOException {
    Path path = PREPARED.resolve("table-" + names.incrementAndGet());
    try (PreparedTable table = new PreparedTable(files, path, EngineOptions.defaults())) {
      table.put(key(random), new byte[100]).finish();
    }
    long unused = engine.ingest(tree, List.of(path));
  }

  private List<Work> works() {
    return List.of(
        LsmEngineCloseTest::put,
        (engine, tree, random) -> scan(engine, tree),
        (engine, tree, random) -> engine.compact(tree),
        this::ingest,
        (engine, tree, random) -> engine.checkpoint(Path.of("/copy-" + names.incrementAndGet())),
        (engine, tree, random) -> {
          Tree other = engine.tree("quiet");
          engine.split(other, key(random), "split-" + names.incrementAndGet());
        });
  }

  /** Ends with the engine, which is told as such and not as a failure. */
  private void repeat(Work work, LsmEngine engine, Tree tree, CountDownLatch started, long seed) {
    RandomSource random = RandomSource.seeded(seed);
    try {
      while (true) {
        work.run(engine, tree, random);
        started.countDown();
      }
    } catch (InterruptedIOException e) {
      started.countDown();
    } catch (IllegalStateException e) {
      started.countDown();
      if (!String.valueOf(e.getMessage()).contains("closed")) {
        faults.add(e);
      }
    } catch (IOException | RuntimeException | Error e) {
      started.countDown();
      faults.add(e);
    }
  }

  @Test
  void nothingOfAClosedEngineGetsIntoTheNext() throws Exception {
    files.createDirectories(PREPARED);
    long seed = Seeds.choose("LsmEngineCloseTest");
    for (int round = 0; round < ROUNDS; round++) {
      LsmEngine engine = open();
      Tree tree = engine.tree("t");
      List<Thread> threads = new ArrayList<>();
      CountDownLatch started = new CountDownLatch(works().size() * 2);
      for (Work work : works()) {
        long own = seed + round * 100L + threads.size();
        threads.add(Thread.ofPlatform().start(() -> repeat(work, engine, tree, started, own)));
      }
      started.await();
      engine.close();
      try (LsmEngine next = open()) {
        for (int i = 0; i < 50; i++) {
          write(next, new WriteBatch().put(next.tree("t"), bytes("next" + i), new byte[200]));
        }
        next.flush();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      faults.forEach(Throwable::printStackTrace);
      assertEquals(List.of(), List.copyOf(faults));
      assertEquals(0, files.openFiles());
      EngineLocation location = new EngineLocation(files, DIRECTORY);
      assertTrue(new EngineVerifier(location, finding -> {}, Progress.NONE).run().isWhole());
    }
  }

  /** The engine's files, where the next link waits to be let through. */
  private FileSystem waitingLinks(CountDownLatch reached, CountDownLatch letThrough) {
    return (FileSystem)
        Proxy.newProxyInstance(
            FileSystem.class.getClassLoader(),
            new Class<?>[] {FileSystem.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("link")) {
                reached.countDown();
                letThrough.await();
              }
              try {
                return method.invoke(files, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** The directory stays locked as long as a thread may change it. */
  @Test
  void aCloseWaitsForAnIngestion() throws Exception {
    files.createDirectories(PREPARED);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch letThrough = new CountDownLatch(1);
    LsmEngine engine = open(waitingLinks(reached, letThrough));
    Tree tree = engine.tree("t");
    Thread ingesting =
        Thread.ofPlatform()
            .start(() -> repeat(this::ingest, engine, tree, new CountDownLatch(1), 1));
    reached.await();
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    engine.close();
                  } catch (IOException | RuntimeException e) {
                    faults.add(e);
                  }
                });
    assertFalse(closing.join(Duration.ofMillis(300)), "closed beside an ingestion");
    assertThrows(FileLockedException.class, () -> open().close());
    letThrough.countDown();
    ingesting.join();
    closing.join();
    assertEquals(List.of(), List.copyOf(faults));
    open().close();
  }
}
