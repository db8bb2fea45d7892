package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.IntegrityStats;
import io.cairndb.storage.engine.KeyException;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing that was written can be found in a sealed directory, and keys can be changed. */
class LsmEngineEncryptionTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path KEYS = Path.of("/keys/keystore");
  private static final String SECRET = "never to be seen in any file";

  private final MemoryFileSystem files = new MemoryFileSystem();
  private LocalKeystore keystore = TestKeyring.ONE;

  @BeforeEach
  void createKeystore() throws IOException {
    files.createDirectories(Path.of("/keys"));
    keystore = LocalKeystore.create(files, KEYS, Entropy.system(), "first");
  }

  private LsmEngine open(@Nullable Keyring keyring) throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keyring))
            .build();
    return LsmEngine.open(files, DIRECTORY, options, Clock.system(), new SimulatedWorkers(true));
  }

  private static void fill(LsmEngine engine) throws IOException {
    Tree tree = engine.tree("tree " + SECRET);
    for (int i = 0; i < 50; i++) {
      write(engine, new WriteBatch().put(tree, bytes("k" + i + SECRET), bytes(SECRET + i)));
    }
    engine.flush();
    write(engine, new WriteBatch().put(tree, bytes("logged " + SECRET), bytes(SECRET)));
  }

  private static void assertReadable(LsmEngine engine) {
    Tree tree = engine.tree("tree " + SECRET);
    try (ReadView view = engine.snapshot()) {
      for (int i = 0; i < 50; i++) {
        assertArrayEquals(bytes(SECRET + i), view.get(tree, bytes("k" + i + SECRET)));
      }
      assertArrayEquals(bytes(SECRET), view.get(tree, bytes("logged " + SECRET)));
    }
  }

  private Set<String> filesThatTell() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String name : files.list(DIRECTORY)) {
      byte[] contents = files.contents(DIRECTORY.resolve(name));
      if (new String(contents, StandardCharsets.ISO_8859_1).contains("never to be seen")) {
        found.add(name.replaceAll("[0-9]+", "N"));
      }
    }
    return found;
  }

  @Test
  void nothingWrittenIsFoundInAnyFile() throws IOException {
    try (LsmEngine engine = open(keystore)) {
      fill(engine);
      assertEquals(Set.of(), filesThatTell());
      assertReadable(engine);
    }
    try (LsmEngine engine = open(keystore)) {
      assertReadable(engine);
      assertEquals(Set.of("first"), engine.keys().inUse());
    }
    assertEquals(Set.of(), filesThatTell());
  }

  /** The same directory without keys: the test above looks for what is there otherwise. */
  @Test
  void inTheClearEveryKindOfFileTells() throws IOException {
    try (LsmEngine engine = open(null)) {
      fill(engine);
      assertEquals(Set.of("MANIFEST-N", "N.log", "N.spare", "N.sst"), filesThatTell());
      assertEquals(Set.of(), engine.keys().inUse());
    }
  }

  @Test
  void missingAndWrongKeysAreNamedWithTheFile() throws IOException {
    try (LsmEngine engine = open(keystore)) {
      fill(engine);
    }
    KeyException none = assertThrows(KeyException.class, () -> open(null).close());
    assertTrue(String.valueOf(none.getMessage()).contains("'first', and no keys"), none.toString());
    assertTrue(String.valueOf(none.getMessage()).contains("MANIFEST-"), none.toString());

    LocalKeystore other =
        LocalKeystore.create(files, Path.of("/keys/other"), Entropy.system(), "second");
    KeyException missing = assertThrows(KeyException.class, () -> open(other).close());
    assertEquals("first", missing.keyId());

    LocalKeystore impostor =
        LocalKeystore.create(files, Path.of("/keys/impostor"), Entropy.system(), "first");
    KeyException wrong = assertThrows(KeyException.class, () -> open(impostor).close());
    assertTrue(String.valueOf(wrong.getMessage()).contains("is another one"), wrong.toString());
    try (LsmEngine engine = open(keystore)) {
      assertReadable(engine);
    }
  }

  @Test
  void rotatedKeyCanBeRetiredOnceNothingUsesIt() throws IOException {
    try (LsmEngine engine = open(keystore)) {
      fill(engine);
    }
    keystore.rotate("second");
    try (LsmEngine engine = open(keystore)) {
      assertEquals(Set.of("first", "second"), engine.keys().inUse());
      assertEquals(new IntegrityStats.Seals(1, 1), engine.stats().integrity().seals());
      assertEquals(1, engine.keys().rewrap());
      assertEquals(0, engine.keys().rewrap());
      assertEquals(Set.of("second"), engine.keys().inUse());
      assertEquals(new IntegrityStats.Seals(2, 0), engine.stats().integrity().seals());
    }
    keystore.retire("first");
    LocalKeystore reread = LocalKeystore.open(files, KEYS, Entropy.system());
    assertEquals(Set.of("second"), reread.keyIds());
    try (LsmEngine engine = open(reread)) {
      assertReadable(engine);
      // A checkpoint takes the keys along.
      long unused = engine.checkpoint(Path.of("/checkpoint"));
      engine.compact(engine.tree("tree " + SECRET));
      assertReadable(engine);
    }
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(reread))
            .build();
    try (LsmEngine copy =
        LsmEngine.open(
            files, Path.of("/checkpoint"), options, Clock.system(), new SimulatedWorkers(true))) {
      assertReadable(copy);
    }
  }

  @Test
  void sealedDirectoryCanBeLeftAgain() throws IOException {
    try (LsmEngine engine = open(keystore)) {
      fill(engine);
    }
    try (LsmEngine engine = open(keystore.forReadingOnly())) {
      Tree tree = engine.tree("tree " + SECRET);
      write(engine, new WriteBatch().put(tree, bytes("k0" + SECRET), bytes(SECRET + 0)));
      engine.flush();
      engine.compact(tree);
      assertEquals(Set.of(), engine.keys().inUse());
    }
    try (LsmEngine engine = open(null)) {
      assertReadable(engine);
    }
  }

  @Test
  void keysNeedTheSecondFormat() throws IOException {
    EngineOptions first =
        EngineOptions.builder()
            .versions(
                io.cairndb.storage.engine.VersionOptions.defaults().createdAt(FormatVersion.FIRST))
            .build();
    LsmEngine.open(files, DIRECTORY, first, Clock.system(), new SimulatedWorkers(true)).close();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> open(keystore).close());
    assertTrue(String.valueOf(refused.getMessage()).contains("raise its format"));
    try (LsmEngine engine = open(null)) {
      engine.raiseFormat(FormatVersion.VERSIONS);
    }
    try (LsmEngine engine = open(keystore)) {
      fill(engine);
      assertFalse(filesThatTell().contains("N.sst"));
    }
  }
}
