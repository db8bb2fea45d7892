package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileFault;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What ingested tables rest on: their bytes, their number, their key, and an engine that is open.
 */
class LsmEngineIngestionDurabilityTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path PREPARED = Path.of("/prepared");

  private final MemoryFileSystem files = new MemoryFileSystem();

  private LsmEngine open(FileSystem system, EngineOptions options, boolean eager)
      throws IOException {
    files.createDirectories(PREPARED);
    return LsmEngine.open(
        system, DIRECTORY, options, new ManualClock(1), new SimulatedWorkers(eager));
  }

  private LsmEngine open(FileSystem system) throws IOException {
    return open(system, EngineOptions.defaults(), true);
  }

  private Path prepare(String name, EngineOptions options) throws IOException {
    files.createDirectories(PREPARED);
    Path path = PREPARED.resolve(name);
    try (PreparedTable table = new PreparedTable(files, path, options)) {
      table.put(bytes("m"), bytes("1")).deleteRange(bytes("j"), bytes("l")).finish();
    }
    return path;
  }

  private static byte @Nullable [] get(LsmEngine engine, String key) {
    try (ReadView view = engine.snapshot()) {
      return view.get(engine.tree("t"), bytes(key));
    }
  }

  /** Whoever copied it did not sync it. */
  @Test
  void theBytesOfAnIngestedTableAreDurable() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Path original = prepare("original" + seed, EngineOptions.defaults());
      Path copy = PREPARED.resolve("copy" + seed);
      try (AppendableFile file = files.create(copy)) {
        file.append(ByteBuffer.wrap(files.contents(original)));
      }
      LsmEngine engine = open(files);
      long sequence = engine.ingest(engine.tree("t"), List.of(copy));
      files.crash(seed);
      try (LsmEngine reopened = open(files)) {
        assertEquals(sequence, reopened.durableSequence());
        assertArrayEquals(bytes("1"), get(reopened, "m"));
      }
    }
  }

  /** Before that, a compaction would drop what readers of the durable state still see. */
  @Test
  void theNumberOfAnIngestionIsDurableWhenTheEngineIsOpen() throws IOException {
    AtomicBoolean armed = new AtomicBoolean();
    FileSystem cut =
        HookedFiles.of(
            files,
            (operation, path) -> {
              boolean edit = operation.equals("sync") && path.toString().contains("MANIFEST");
              if (edit && armed.getAndSet(false)) {
                files.inject(new FileFault(files.operations() + 1, FileFault.Kind.POWER_OFF));
              }
            });
    LsmEngine engine = open(cut);
    Tree tree = engine.tree("t");
    write(engine, new WriteBatch().put(tree, bytes("k"), bytes("v")));
    engine.flush();
    List<Path> tables = List.of(prepare("table", EngineOptions.defaults()));
    armed.set(true);
    assertThrows(EngineFailedException.class, () -> engine.ingest(tree, tables));
    files.crash(1);
    try (LsmEngine reopened = open(files, EngineOptions.defaults(), false)) {
      assertEquals(2, reopened.lastSequence());
      assertEquals(2, reopened.durableSequence());
      assertArrayEquals(bytes("1"), get(reopened, "m"));
      assertNull(get(reopened, "k"));
    }
  }

  /** The links are made before the rotation, and named after it. */
  @Test
  void aRotationIsNotUndoneByATableThatWasPreparedBefore() throws IOException {
    LocalKeystore keystore = TestKeyring.create("a");
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keystore))
            .build();
    AtomicReference<@Nullable LsmEngine> rotating = new AtomicReference<>();
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              LsmEngine engine = operation.equals("link") ? rotating.getAndSet(null) : null;
              if (engine != null) {
                keystore.rotate("b");
                engine.keys().rewrap();
                assertEquals(Set.of("b"), engine.keys().inUse());
              }
            });
    LsmEngine engine = open(hooked, options, true);
    Tree tree = engine.tree("t");
    List<Path> tables = List.of(prepare("table", options));
    rotating.set(engine);
    engine.ingest(tree, tables);
    assertEquals(Set.of("b"), engine.keys().inUse());
    keystore.retire("a");
    engine.close();
    try (LsmEngine reopened = open(files, options, true)) {
      assertArrayEquals(bytes("1"), get(reopened, "m"));
      assertEquals(Set.of("b"), reopened.keys().inUse());
    }
  }

  /** A close does not wait until a large table has been checked. */
  @Test
  void theCheckOfATableEndsWithTheEngine() throws IOException {
    AtomicReference<@Nullable LsmEngine> closing = new AtomicReference<>();
    AtomicInteger opened = new AtomicInteger();
    List<CompletableFuture<Void>> closed = new ArrayList<>();
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              boolean checks = operation.equals("openForRead") && path.startsWith(PREPARED);
              LsmEngine engine = closing.get();
              if (checks && engine != null && opened.incrementAndGet() == 2) {
                closed.add(Closing.begin(engine));
              }
            });
    LsmEngine engine = open(hooked);
    Tree tree = engine.tree("t");
    List<Path> tables = List.of(prepare("table", EngineOptions.defaults()));
    closing.set(engine);
    assertThrows(InterruptedIOException.class, () -> engine.ingest(tree, tables));
    closed.getFirst().join();
    assertEquals(0, files.openFiles());
    assertEquals(0, files.list(DIRECTORY).stream().filter(it -> it.endsWith(".sst")).count());
  }
}
