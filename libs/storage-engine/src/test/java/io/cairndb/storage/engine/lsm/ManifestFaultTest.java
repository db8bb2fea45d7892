package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Steps that put a manifest in force: done, not begun, or the engine takes no more writes. */
final class ManifestFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path KEYS = Path.of("/keys/keystore");

  private static LsmEngine open(MemoryFileSystem files, EngineOptions options) throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, options, new ManualClock(1), new SimulatedWorkers(true));
  }

  private static EngineOptions sealed(Keyring keyring) {
    return EngineOptions.builder()
        .operations(OperationsOptions.defaults().withKeyring(keyring))
        .build();
  }

  /** A whole engine, or one that says that it has failed: nothing in between. */
  private static boolean isWhole(LsmEngine engine) throws IOException {
    try {
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("n"), bytes("1")));
    } catch (EngineFailedException e) {
      return false;
    }
    engine.flush();
    assertEquals("another", engine.tree("another").name());
    return true;
  }

  /** All keys where a file that the fault has torn cannot say which is its own. */
  private static Set<String> keysInUse(LsmEngine engine, LocalKeystore keystore)
      throws IOException {
    try {
      return engine.keys().inUse();
    } catch (CorruptionException e) {
      return Set.copyOf(keystore.keyIds());
    }
  }

  @Test
  void afterAFailedRewrapTheKeysInUseAreEnough() throws IOException {
    int failed = 0;
    int whole = 0;
    for (int step = 1; step == 1 || failed + whole == step - 1; step++) {
      MemoryFileSystem files = new MemoryFileSystem();
      files.createDirectories(Path.of("/keys"));
      LocalKeystore keystore = LocalKeystore.create(files, KEYS, Entropy.system(), "first");
      try (LsmEngine engine = open(files, sealed(keystore))) {
        write(engine, new WriteBatch().put(engine.tree("t"), bytes("k"), bytes("v")));
        engine.flush();
      }
      keystore.rotate("second");
      // Now the manifest is sealed by the new key, and the table alone by the old one.
      LsmEngine engine = open(files, sealed(keystore));
      files.inject(new FileFault(files.operations() + step, FileFault.Kind.IO_ERROR));
      boolean done = true;
      try {
        assertEquals(1, engine.keys().rewrap());
      } catch (IOException | EngineFailedException e) {
        done = false;
      }
      boolean fired = files.faultFired();
      files.inject(null);
      if (!fired) {
        assertTrue(done);
        break;
      }
      Set<String> used = keysInUse(engine, keystore);
      if (isWhole(engine)) {
        whole++;
      } else {
        failed++;
      }
      files.crash(step);
      for (String key : Set.copyOf(keystore.keyIds())) {
        if (!used.contains(key) && !key.equals(keystore.activeKeyId())) {
          keystore.retire(key);
        }
      }
      try (LsmEngine again = open(files, sealed(keystore));
          ReadView view = again.latest()) {
        assertArrayEquals(bytes("v"), view.get(again.tree("t"), bytes("k")), "step " + step);
      }
    }
    assertTrue(failed > 5, failed + " failed, " + whole + " whole");
  }

  @Test
  void afterAFailedRaiseOfTheFormatTheEngineIsWholeOrFailed() throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .versions(VersionOptions.defaults().createdAt(FormatVersion.FIRST))
            .build();
    int failed = 0;
    for (int step = 1; ; step++) {
      MemoryFileSystem files = new MemoryFileSystem();
      LsmEngine engine = open(files, options);
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("k"), bytes("v")));
      engine.flush();
      files.inject(new FileFault(files.operations() + step, FileFault.Kind.IO_ERROR));
      boolean done = true;
      try {
        engine.raiseFormat(FormatVersion.NEWEST);
      } catch (IOException | EngineFailedException e) {
        done = false;
      }
      boolean fired = files.faultFired();
      files.inject(null);
      if (!fired) {
        assertTrue(done);
        break;
      }
      failed += isWhole(engine) ? 0 : 1;
      files.crash(step);
      try (LsmEngine again = open(files, options);
          ReadView view = again.latest()) {
        assertArrayEquals(bytes("v"), view.get(again.tree("t"), bytes("k")), "step " + step);
      }
    }
    assertTrue(failed > 5, failed + " failed");
  }

  /** What was written of it would not open again. */
  /** A rotation of keys begins the manifest anew while its format may be on the way up. */
  @Test
  void aManifestThatIsBegunAnewKeepsItsFormat() throws IOException {
    MemoryFileSystem system = new MemoryFileSystem();
    system.createDirectories(DIRECTORY);
    VersionOptions versions = VersionOptions.defaults().createdAt(FormatVersion.VERSIONS);
    EngineOptions options = EngineOptions.builder().versions(versions).build();
    EngineFiles files = new EngineFiles(system, DIRECTORY, options, new ManualClock(1));
    Manifest manifest =
        new Manifest(
            system,
            DIRECTORY,
            new Catalog(FormatVersion.VERSIONS),
            files::newNumber,
            files::newSalt,
            files.ciphers());
    try (ManifestKeeper keeper = new ManifestKeeper(manifest, files)) {
      keeper.raise(FormatVersion.PARTITIONS);
      long before = manifest.number();
      keeper.renew();
      assertTrue(manifest.number() > before);
      assertEquals(FormatVersion.PARTITIONS, keeper.read(Catalog::format));
      keeper.edit(List.of(new VersionEdit.LogAdded(9)), () -> {});
    }
    files.releaseMemory();
  }

  @Test
  void contradictoryEditIsRefusedBeforeItIsWritten() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(DIRECTORY);
    AtomicLong numbers = new AtomicLong(1);
    Ciphers clear = new Ciphers(null);
    try (Manifest manifest =
        new Manifest(
            files,
            DIRECTORY,
            new Catalog(FormatVersion.NEWEST),
            numbers::getAndIncrement,
            () -> 7,
            clear)) {
      manifest.append(List.of(new VersionEdit.TreeAdded(0, "a")));
      List<VersionEdit.Change> contradictory =
          List.of(new VersionEdit.TreeAdded(1, "b"), new VersionEdit.TreeAdded(0, "c"));
      assertThrows(IllegalArgumentException.class, () -> manifest.append(contradictory));
      assertEquals(1, manifest.catalog().trees().size());
      manifest.append(List.of(new VersionEdit.TreeAdded(1, "d")));
    }
    Catalog read = Manifest.load(files, DIRECTORY, clear).orElseThrow();
    assertEquals(List.of("a", "d"), List.copyOf(read.trees().values()));
  }

  /** Another file of the same name has a key of its own. */
  @Test
  void keysWrappedAnewAreThoseOfTheEnginesFilesOnly() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(Path.of("/keys"));
    files.createDirectories(Path.of("/prepared"));
    LocalKeystore keystore = LocalKeystore.create(files, KEYS, Entropy.system(), "first");
    try (LsmEngine engine = open(files, sealed(keystore))) {
      Tree tree = engine.tree("t");
      write(engine, new WriteBatch().put(tree, bytes("k"), bytes("v")));
      engine.flush();
      String name =
          files.list(DIRECTORY).stream()
              .filter(it -> it.endsWith(".sst"))
              .findFirst()
              .orElseThrow();
      Path prepared = Path.of("/prepared").resolve(name);
      try (PreparedTable table = new PreparedTable(files, prepared, sealed(keystore))) {
        table.put(bytes("m"), bytes("w")).finish();
      }
      keystore.rotate("second");
      assertEquals(1, engine.keys().rewrap());
      assertEquals(2, engine.ingest(tree, List.of(prepared)));
      try (ReadView view = engine.latest()) {
        assertArrayEquals(bytes("w"), view.get(tree, bytes("m")));
        assertArrayEquals(bytes("v"), view.get(tree, bytes("k")));
      }
    }
  }

  /** The halves of a table lie under other numbers, and their file names the key that is gone. */
  @Test
  void treeIsSplitAfterTheKeyItsTablesNameWasRetired() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(Path.of("/keys"));
    LocalKeystore keystore = LocalKeystore.create(files, KEYS, Entropy.system(), "first");
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keystore))
            .compaction(CompactionOptions.builder().workers(1).build())
            .build();
    try (LsmEngine engine = open(files, options)) {
      Tree tree = engine.tree("t");
      write(
          engine,
          new WriteBatch().put(tree, bytes("a"), bytes("1")).put(tree, bytes("m"), bytes("2")));
      engine.flush();
      keystore.rotate("second");
      assertEquals(1, engine.keys().rewrap());
      assertEquals(Set.of("second"), engine.keys().inUse());
      keystore.retire("first");
      Tree upper = engine.split(tree, bytes("k"), "upper");
      assertEquals(Set.of("second"), engine.keys().inUse());
      try (ReadView view = engine.latest()) {
        assertArrayEquals(bytes("2"), view.get(upper, bytes("m")));
      }
    }
    try (LsmEngine engine = open(files, options);
        ReadView view = engine.latest()) {
      assertArrayEquals(bytes("1"), view.get(engine.tree("t"), bytes("a")));
      assertArrayEquals(bytes("2"), view.get(engine.tree("upper"), bytes("m")));
    }
  }
}
