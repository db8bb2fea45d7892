package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.KeyException;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.Manifest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * What the manifest of an engine that nobody has open says of all of it, without changing anything.
 *
 * @param format in force
 * @param isSealed whether what is written is encrypted
 */
public record EngineSummary(FormatVersion format, boolean isSealed) {

  /**
   * Reads the manifest in force.
   *
   * @throws java.nio.file.NoSuchFileException when no engine is there
   * @throws io.cairndb.storage.engine.CorruptionException when the manifest is damaged
   * @throws KeyException when it is sealed with a key that the keyring does not hold
   */
  public static EngineSummary read(EngineLocation engine) throws IOException {
    if (!engine.files().exists(engine.directory())) {
      throw new NoSuchFileException(engine.directory().toString(), null, "no such directory");
    }
    try {
      return of(engine, new Ciphers(null), false);
    } catch (KeyException sealed) {
      return of(engine, new Ciphers(engine.keyring()), true);
    }
  }

  private static EngineSummary of(EngineLocation engine, Ciphers ciphers, boolean isSealed)
      throws IOException {
    Optional<Catalog> catalog = Manifest.load(engine.files(), engine.directory(), ciphers);
    if (catalog.isEmpty()) {
      throw EngineDirectory.noEngine(engine.files(), engine.directory());
    }
    return new EngineSummary(catalog.get().format(), isSealed);
  }
}
