package io.cairndb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types when an engine's files are in doubt. */
class EngineCommandsTest {
  @TempDir private Path scratch;

  private Path directory() {
    return scratch.resolve("engine");
  }

  private static LsmEngine open(Path directory, @Nullable Keyring keyring) throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keyring))
            .build();
    return LsmEngine.open(
        new LocalFileSystem(), directory, options, Clock.system(), Workers.platform("test-"));
  }

  private static void fill(LsmEngine engine) throws IOException {
    Tree tree = engine.tree("fruit");
    WriteBatch batch = new WriteBatch();
    for (String key : new String[] {"apple", "pear", "quince"}) {
      batch.put(tree, key.getBytes(StandardCharsets.UTF_8), new byte[] {'v', 0});
    }
    long unused =
        engine.write(
            batch,
            Durability.SYNC,
            new WriteListener() {
              @Override
              public void onDurable(long sequence) {}

              @Override
              public void onFailure(EngineFailedException cause) {
                throw cause;
              }
            });
    engine.flush();
  }

  private Path table() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(it -> it.toString().endsWith(".sst")).findFirst().orElseThrow();
    }
  }

  @Test
  void damageIsFoundShownAndRepaired() throws IOException {
    try (LsmEngine engine = open(directory(), null)) {
      fill(engine);
      assertEquals(8, Cli.runAlone("engine", "verify", directory().toString()).code());
    }
    Cli.Result whole = Cli.runAlone("engine", "verify", directory().toString());
    assertEquals(0, whole.code(), whole.err());
    assertTrue(whole.out().contains("nothing is damaged"), whole.out());

    Cli.Result dump = Cli.runAlone("engine", "dump", table().toString());
    assertTrue(dump.out().contains("\"pear\" @1 = \"v\\00\""), dump.out());
    Cli.Result engine = Cli.runAlone("engine", "dump", directory().toString(), "--hex");
    assertTrue(engine.out().contains("tree 0 fruit"), engine.out());

    byte[] bytes = Files.readAllBytes(table());
    Files.write(table(), Arrays.copyOf(bytes, bytes.length - 20));
    Cli.Result cut = Cli.runAlone("engine", "verify", directory().toString());
    String lengths = "length is " + (bytes.length - 20) + ", not " + bytes.length;
    assertTrue(cut.out().contains(lengths), cut.out());

    bytes[3] ^= 1;
    Files.write(table(), bytes);
    Cli.Result damaged = Cli.runAlone("engine", "verify", directory().toString());
    assertEquals(13, damaged.code(), damaged.out());
    assertTrue(damaged.out().contains("block checksum mismatch"), damaged.out());

    Cli.Result repaired = Cli.runAlone("engine", "repair", directory().toString());
    assertEquals(14, repaired.code(), repaired.err());
    assertTrue(repaired.out().contains("up to \"quince\""), repaired.out());
    assertTrue(repaired.out().contains("known to be gone: 3 versions of keys."), repaired.out());
    assertTrue(Files.exists(directory().resolve("quarantine/1/REPORT.txt")));
    assertEquals(0, Cli.runAlone("engine", "verify", directory().toString()).code());
    Cli.Result again = Cli.runAlone("engine", "repair", directory().toString());
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().contains("nothing was changed"), again.out());
  }

  /** A script tells by the code alone whether a backup is needed. */
  @Test
  void aRepairThatLosesNothingEndsWithZero() throws IOException {
    try (LsmEngine engine = open(directory(), null)) {
      fill(engine);
    }
    Files.write(directory().resolve("CURRENT"), new byte[] {'?'});
    Cli.Result repaired = Cli.runAlone("engine", "repair", directory().toString());
    assertEquals(0, repaired.code(), repaired.out());
    assertTrue(repaired.out().contains("Repaired, and nothing is lost."), repaired.out());
    Cli.Result dump = Cli.runAlone("engine", "dump", table().toString());
    assertTrue(dump.out().contains("\"pear\" @1 = \"v\\00\""), dump.out());
    Cli.Result help = Cli.runAlone("engine", "repair", "--help");
    assertTrue(help.out().contains("14 repaired, but data is lost"), help.out());
  }

  @Test
  void anOlderFormatIsRaisedOnce() throws IOException {
    EngineOptions old =
        EngineOptions.builder()
            .versions(VersionOptions.defaults().createdAt(FormatVersion.FIRST))
            .build();
    try (LsmEngine engine =
        LsmEngine.open(
            new LocalFileSystem(), directory(), old, Clock.system(), Workers.platform("test-"))) {
      fill(engine);
    }
    Cli.Result raised = Cli.runAlone("engine", "upgrade", directory().toString());
    assertEquals("Format 1 raised to 3.", raised.out().strip(), raised.err());
    List<String> manifests = manifests();
    Cli.Result again = Cli.runAlone("engine", "upgrade", directory().toString());
    assertTrue(again.out().contains("nothing was changed"), again.out());
    assertEquals(manifests, manifests(), "a new manifest");
    assertEquals(0, Cli.runAlone("engine", "verify", directory().toString()).code());
  }

  private List<String> manifests() throws IOException {
    return new LocalFileSystem()
        .list(directory()).stream().filter(name -> name.startsWith("MANIFEST")).toList();
  }

  @Test
  void anEngineInTheClearIsNotSealedByATool() throws IOException {
    Path keys = scratch.resolve("trial");
    assertEquals(0, Cli.runAlone("engine", "keys", "create", keys.toString(), "a").code());
    try (LsmEngine engine = open(directory(), null)) {
      fill(engine);
    }
    for (String command : List.of("rewrap", "upgrade")) {
      Cli.Result refused =
          Cli.runAlone("engine", command, directory().toString(), "--keys", keys.toString());
      assertEquals(8, refused.code(), refused.out());
      assertTrue(refused.err().contains("this engine is not encrypted"), refused.err());
    }
    assertEquals(0, Cli.runAlone("engine", "verify", directory().toString()).code());
  }

  @Test
  void theDirectoryAboveEnginesNamesThem() throws IOException {
    try (LsmEngine engine = open(directory(), null)) {
      fill(engine);
    }
    String above = String.valueOf(directory().getParent());
    for (String command : List.of("verify", "repair", "dump", "upgrade")) {
      Cli.Result none = Cli.runAlone("engine", command, above);
      assertEquals(7, none.code(), none.out());
      assertTrue(
          none.err().contains("but in " + directory().getFileName() + " below it"), none.err());
    }
  }

  @Test
  void whatIsNoEngineIsSaidSo() {
    Cli.Result none = Cli.runAlone("engine", "verify", scratch.resolve("none").toString());
    assertEquals(7, none.code(), none.out());
    assertTrue(none.err().contains("no such directory"), none.err());
    assertEquals(2, Cli.runAlone("engine").code());
  }

  @Test
  void keysAreMadeRotatedAndRetired() throws IOException {
    Path file = scratch.resolve("keystore");
    assertEquals(0, Cli.runAlone("engine", "keys", "create", file.toString(), "a").code());
    assertEquals(8, Cli.runAlone("engine", "keys", "create", file.toString(), "a").code());
    assertEquals("[OWNER_WRITE, OWNER_READ]", sorted(Files.getPosixFilePermissions(file)));
    LocalKeystore keystore = LocalKeystore.open(new LocalFileSystem(), file, Entropy.system());
    try (LsmEngine engine = open(directory(), keystore)) {
      fill(engine);
    }
    Cli.Result sealed = Cli.runAlone("engine", "verify", directory().toString());
    assertEquals(10, sealed.code(), sealed.err());
    assertTrue(sealed.err().contains("sealed with key 'a'"), sealed.err());

    assertEquals(0, Cli.runAlone("engine", "keys", "rotate", file.toString(), "b").code());
    Cli.Result rewrapped =
        Cli.runAlone("engine", "rewrap", directory().toString(), "--keys", file.toString());
    assertEquals(0, rewrapped.code(), rewrapped.err());
    assertTrue(rewrapped.out().contains("Keys in use: b"), rewrapped.out());
    assertEquals(8, Cli.runAlone("engine", "keys", "retire", file.toString(), "b").code());
    Cli.Result left = Cli.runAlone("engine", "keys", "retire", file.toString(), "a");
    assertEquals("b active", left.out().strip());
    Cli.Result verified =
        Cli.runAlone("engine", "verify", directory().toString(), "--keys", file.toString());
    assertEquals(0, verified.code(), verified.out() + verified.err());
  }

  private static String sorted(java.util.Set<?> values) {
    return values.stream()
        .map(String::valueOf)
        .sorted(java.util.Comparator.reverseOrder())
        .toList()
        .toString();
  }
}
