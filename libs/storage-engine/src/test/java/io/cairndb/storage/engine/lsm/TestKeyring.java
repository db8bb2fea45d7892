package io.cairndb.storage.engine.lsm;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** One key for all tests that need one and do not care which. */
final class TestKeyring {
  static final LocalKeystore ONE = create();

  private TestKeyring() {}

  private static LocalKeystore create() {
    try {
      MemoryFileSystem files = new MemoryFileSystem();
      files.createDirectories(Path.of("/keys"));
      return LocalKeystore.create(files, Path.of("/keys/keystore"), Entropy.system(), "first");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
