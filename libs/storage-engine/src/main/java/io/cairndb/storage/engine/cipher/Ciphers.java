package io.cairndb.storage.engine.cipher;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.KeyException;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.WrappedKey;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The ciphers of one engine's files. Thread-safe. */
public final class Ciphers {
  private final @Nullable Keyring keyring;

  /** Data keys of tables that were wrapped anew, by the tables' files. */
  private final Map<Path, WrappedKey> rewrapped = new ConcurrentHashMap<>();

  /** Of an engine with that keyring; null for one that writes in the clear. */
  public Ciphers(@Nullable Keyring keyring) {
    this.keyring = keyring;
  }

  /** Whether new files are sealed. */
  public boolean isOn() {
    return keyring != null;
  }

  /** A cipher with a data key of its own; null when new files are not sealed. */
  public @Nullable FileCipher forNewFile() {
    Keyring keys = keyring;
    if (keys == null) {
      return null;
    }
    Keyring.DataKey key = keys.newDataKey();
    return key == null ? null : new FileCipher(key.secret(), key.wrapped());
  }

  /** From now on the data key of {@code file} is the one wrapped so. */
  public void replace(Path file, WrappedKey wrapped) {
    rewrapped.put(file, wrapped);
  }

  /** What {@link #replace} said of {@code file}; null when its key is the one that stands in it. */
  public @Nullable WrappedKey replacement(Path file) {
    return rewrapped.get(file);
  }

  /** Forgets a file that is deleted. */
  public void forget(Path file) {
    rewrapped.remove(file);
  }

  /**
   * The cipher of an existing file.
   *
   * @param stored the wrapped key as it stands in the file at {@code offset}
   * @throws KeyException naming key and file, when the key is not there
   */
  public FileCipher of(Path file, long offset, ByteBuffer stored)
      throws CorruptionException, KeyException {
    WrappedKey wrapped;
    try {
      wrapped = rewrapped.getOrDefault(file, WrappedKey.decode(stored));
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(file, offset, "malformed wrapped key: " + e.getMessage());
    }
    String what = file + " is sealed with key '" + wrapped.keyId() + "'";
    Keyring keys = keyring;
    if (keys == null) {
      throw new KeyException(wrapped.keyId(), what + ", and no keys are given");
    }
    if (wrapped.algorithm() != WrappedKey.AES_256_GCM) {
      throw new KeyException(
          wrapped.keyId(), what + " by algorithm " + wrapped.algorithm() + ", which is unknown");
    }
    try {
      return new FileCipher(keys.unwrap(wrapped), wrapped);
    } catch (KeyException e) {
      throw new KeyException(wrapped.keyId(), what + ": " + e.getMessage());
    }
  }

  /** Id of the master key that wraps the data key of {@code file}. */
  public String keyId(Path file, FileCipher cipher) {
    return rewrapped.getOrDefault(file, cipher.wrapped()).keyId();
  }

  /** Whether the data key of {@code file} is wrapped by another master key than the active one. */
  public boolean isStale(Path file, FileCipher cipher) {
    return keyring != null && !keyId(file, cipher).equals(keyring.activeKeyId());
  }

  /**
   * The data key of {@code file}, wrapped by the active master key; null when it is wrapped so
   * already. Counts once it was given to {@link #replace}.
   */
  public @Nullable WrappedKey rewrap(Path file, FileCipher cipher) {
    Keyring keys = keyring;
    if (keys == null || keyId(file, cipher).equals(keys.activeKeyId())) {
      return null;
    }
    return keys.wrap(cipher.secret());
  }
}
