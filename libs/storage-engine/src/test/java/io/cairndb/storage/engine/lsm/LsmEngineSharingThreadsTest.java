package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.ThrottleOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who waits for whom beside ingestions and key rotations: nobody for long, and nobody in vain. */
class LsmEngineSharingThreadsTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path PREPARED = Path.of("/prepared/table");

  private final MemoryFileSystem files = new MemoryFileSystem();

  /** Stops the first merge that asks it until it is told to go on. */
  private static final class Halt implements CompactionFilter {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public boolean drops(Entry entry, long nowMillis) {
      reached.countDown();
      await(goOn);
      return false;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS), "nobody came");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static EngineOptions.Builder options(Halt halt) {
    return EngineOptions.builder()
        .compaction(
            CompactionOptions.builder()
                .levelZero(2, 3, 4)
                .workers(1)
                .filters(name -> halt)
                .build());
  }

  private LsmEngine open(FileSystem system, EngineOptions options) throws IOException {
    files.createDirectories(PREPARED.resolveSibling(""));
    return LsmEngine.open(system, DIRECTORY, options, Clock.system(), Workers.platform("sharing-"));
  }

  private List<Path> prepare(EngineOptions options) throws IOException {
    try (PreparedTable table = new PreparedTable(files, PREPARED, options)) {
      table.put(bytes("m"), bytes("1")).finish();
    }
    return List.of(PREPARED);
  }

  private static void put(LsmEngine engine, String key, int bytes) {
    write(engine, new WriteBatch().put(engine.tree("t"), bytes(key), new byte[bytes]));
  }

  /** Something that throws what engines throw. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> start(Work work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofPlatform().name("started").start(task));
  }

  private static void end(CompletableFuture<Void> work) throws Exception {
    work.get(60, TimeUnit.SECONDS);
  }

  /** Until a thread is in that method, or {@code work} has ended. */
  private static void awaitCall(CompletableFuture<Void> work, String method) {
    while (!work.isDone() && !isCalled(method)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isCalled(String method) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(it -> it.getKey().getName().equals("started"))
        .flatMap(it -> Arrays.stream(it.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  /** The writer would wait for the compaction that waits for the ingestion that waits for him. */
  @Test
  void aWriterStoppedForCompactionsDoesNotStopAnIngestion() throws Exception {
    Halt halt = new Halt();
    ThrottleOptions own = ThrottleOptions.defaults();
    ThrottleOptions patient =
        new ThrottleOptions(
            Duration.ofHours(1),
            own.delayedBytesPerSecond(),
            own.debtSlowdownBytes(),
            own.debtStopBytes());
    EngineOptions options = options(halt).throttle(patient).build();
    LsmEngine engine = open(files, options);
    Tree tree = engine.tree("t");
    for (int i = 0; i < 4; i++) {
      put(engine, "k", 10);
      engine.flush();
    }
    await(halt.reached);
    List<Path> tables = prepare(options);
    CompletableFuture<Void> ingestion = start(() -> engine.ingest(tree, tables));
    awaitCall(ingestion, "pause");
    CompletableFuture<Void> writer = start(() -> put(engine, "w", 10));
    awaitCall(writer, "makeRoomForWrite");
    halt.goOn.countDown();
    end(ingestion);
    end(writer);
    engine.compact(tree);
    try (ReadView view = engine.snapshot()) {
      assertArrayEquals(bytes("1"), view.get(tree, bytes("m")));
      assertArrayEquals(new byte[10], view.get(tree, bytes("w")));
    }
    engine.close();
  }

  /** Much is written during each flush of an ingestion, and must not be flushed under the lock. */
  @Test
  void writersDoNotWaitForTheFlushOfMuch() throws Exception {
    int much = 2 << 20;
    AtomicInteger large = new AtomicInteger();
    LsmEngine[] engine = new LsmEngine[1];
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              if (operation.equals("sync") && path.toString().endsWith(".sst")) {
                if (files.size(path) > much / 2) {
                  int number = large.incrementAndGet();
                  writeBeside(engine[0], "w" + number, number <= 2 ? much : 10);
                }
              }
            });
    EngineOptions options = EngineOptions.builder().compression(Compression.NONE).build();
    engine[0] = open(hooked, options);
    Tree tree = engine[0].tree("t");
    List<Path> tables = prepare(options);
    put(engine[0], "k", much);
    engine[0].ingest(tree, tables);
    assertEquals(3, large.get());
    engine[0].close();
  }

  /** Does not end if writers are held back. */
  private static void writeBeside(LsmEngine engine, String key, int bytes) throws IOException {
    try {
      end(start(() -> put(engine, key, bytes)));
    } catch (Exception e) {
      throw new IOException("a writer waits", e);
    }
  }

  /** It reads and checks their filters and indexes. */
  @Test
  void writersDoNotWaitForTheOpeningOfIngestedTables() throws Exception {
    AtomicBoolean awaited = new AtomicBoolean();
    LsmEngine[] engine = new LsmEngine[1];
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              if (operation.equals("openForRead")
                  && path.startsWith(DIRECTORY)
                  && awaited.getAndSet(false)) {
                writeBeside(engine[0], "w", 10);
              }
            });
    EngineOptions options = EngineOptions.defaults();
    engine[0] = open(hooked, options);
    Tree tree = engine[0].tree("t");
    List<Path> tables = prepare(options);
    awaited.set(true);
    engine[0].ingest(tree, tables);
    assertFalse(awaited.get());
    try (ReadView view = engine[0].snapshot()) {
      assertArrayEquals(bytes("1"), view.get(tree, bytes("m")));
      assertArrayEquals(new byte[10], view.get(tree, bytes("w")));
    }
    engine[0].close();
  }

  /** A merge that began before the rotation would bring a table under the key that was left. */
  @Test
  void aKeyThatIsNotInUseDoesNotComeBackWithAMerge() throws Exception {
    LocalKeystore keystore = TestKeyring.create("a");
    Halt halt = new Halt();
    EngineOptions options =
        options(halt).operations(OperationsOptions.defaults().withKeyring(keystore)).build();
    LsmEngine engine = open(files, options);
    Tree tree = engine.tree("t");
    for (int i = 0; i < 4; i++) {
      put(engine, "k0", 10);
      engine.flush();
    }
    await(halt.reached);
    keystore.rotate("b");
    CompletableFuture<Void> rotation = start(() -> engine.keys().rewrap());
    awaitCall(rotation, "pause");
    halt.goOn.countDown();
    end(rotation);
    assertEquals(Set.of("b"), engine.keys().inUse());
    engine.compact(tree);
    assertEquals(Set.of("b"), engine.keys().inUse());
    keystore.retire("a");
    engine.close();
    try (LsmEngine reopened = open(files, options);
        ReadView view = reopened.snapshot()) {
      assertArrayEquals(new byte[10], view.get(reopened.tree("t"), bytes("k0")));
    }
  }
}
