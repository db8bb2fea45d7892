package io.cairndb.storage.node;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.UnsupportedFormatException;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens the master keys that a process is given. Stateless. */
public final class Keystores {
  private Keystores() {}

  /**
   * Reads a keystore.
   *
   * @param keystore from the working directory when relative; null for none
   * @param dataDirectory whose data the keys are to seal
   * @return null without a keystore
   * @throws DataDirectoryException naming the keystore, when it cannot be read or lies in the data
   *     directory: whoever copied the data would have the keys
   */
  public static @Nullable Keyring open(
      FileSystem files, @Nullable Path keystore, Path dataDirectory) throws DataDirectoryException {
    if (keystore == null) {
      return null;
    }
    Path file = keystore.toAbsolutePath().normalize();
    if (file.startsWith(dataDirectory.toAbsolutePath().normalize())) {
      throw new DataDirectoryException.NoKeys(
          file, "it lies in the data directory, with which it would be copied", null);
    }
    try {
      return LocalKeystore.open(files, file, Entropy.system());
    } catch (CorruptionException damaged) {
      throw new DataDirectoryException.NoKeys(file, "it is damaged, or no keystore", damaged);
    } catch (UnsupportedFormatException newer) {
      throw new DataDirectoryException.NoKeys(file, "a newer release wrote it", newer);
    } catch (IOException unusable) {
      throw new DataDirectoryException.NoKeys(file, OpenFailures.reason(unusable), unusable);
    }
  }
}
