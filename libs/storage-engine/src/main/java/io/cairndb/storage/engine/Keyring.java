package io.cairndb.storage.engine;

import org.jspecify.annotations.Nullable;

/** Master keys by their ids, one of them active. Implementations are thread-safe. */
public interface Keyring {

  /**
   * Makes a data key for a new file, wrapped by the active master key; null when new files are to
   * be in the clear.
   */
  @Nullable DataKey newDataKey();

  /**
   * Unwraps a data key.
   *
   * @throws KeyException when there is no such master key, or it is not the one that wrapped
   */
  byte[] unwrap(WrappedKey wrapped) throws KeyException;

  /** Wraps a data key by the active master key. */
  WrappedKey wrap(byte[] dataKey);

  /** Id of the master key that new files are wrapped by. */
  String activeKeyId();

  /** This one for what is sealed already; new files are in the clear. */
  default Keyring forReadingOnly() {
    Keyring all = this;
    return new Keyring() {
      @Override
      public @Nullable DataKey newDataKey() {
        return null;
      }

      @Override
      public byte[] unwrap(WrappedKey wrapped) throws KeyException {
        return all.unwrap(wrapped);
      }

      @Override
      public WrappedKey wrap(byte[] dataKey) {
        return all.wrap(dataKey);
      }

      @Override
      public String activeKeyId() {
        return all.activeKeyId();
      }
    };
  }

  /**
   * A data key.
   *
   * @param secret {@link io.cairndb.storage.engine.cipher.FileCipher#KEY_BYTES} bytes, never stored
   * @param wrapped what is stored instead
   */
  record DataKey(byte[] secret, WrappedKey wrapped) {}
}
