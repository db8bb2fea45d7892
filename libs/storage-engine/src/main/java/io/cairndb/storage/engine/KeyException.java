package io.cairndb.storage.engine;

import java.io.IOException;

/** A key that is needed is not there, or is another one than it should be. */
public final class KeyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String keyId;

  /** What is wrong with the key of that id; an empty id when there is no keyring at all. */
  public KeyException(String keyId, String message) {
    super(message);
    this.keyId = keyId;
  }

  /** The key that is asked for. */
  public String keyId() {
    return keyId;
  }
}
