package io.cairndb.storage.engine.lsm;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Keys for tests that do not care where they lie. */
final class TestKeyring {
  static final LocalKeystore ONE = create("first");

  private TestKeyring() {}

  /** A keystore of its own, with one key. */
  static LocalKeystore create(String id) {
    try {
      MemoryFileSystem files = new MemoryFileSystem();
      files.createDirectories(Path.of("/keys"));
      return LocalKeystore.create(files, Path.of("/keys/keystore"), Entropy.system(), id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
