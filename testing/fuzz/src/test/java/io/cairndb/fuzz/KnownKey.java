package io.cairndb.fuzz;

import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.WrappedKey;
import io.cairndb.storage.engine.cipher.FileCipher;

/**
 * A key ring whose data key is always the same, in the clear: what is sealed with it can be made
 * again from an input. Thread-safe.
 */
public final class KnownKey implements Keyring {
  private static final String ID = "k";

  private final byte[] secret = new byte[FileCipher.KEY_BYTES];

  @Override
  public DataKey newDataKey() {
    return new DataKey(secret, wrap(secret));
  }

  @Override
  public byte[] unwrap(WrappedKey wrapped) {
    return secret;
  }

  @Override
  public WrappedKey wrap(byte[] dataKey) {
    return new WrappedKey(WrappedKey.AES_256_GCM, ID, secret);
  }

  @Override
  public String activeKeyId() {
    return ID;
  }
}
