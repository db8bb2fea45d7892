package io.cairndb.storage.engine.cipher;

import io.cairndb.storage.engine.WrappedKey;
import java.nio.ByteBuffer;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens the pieces of one file. Immutable, thread-safe; the work is done by a {@link
 * Worker}, of which each thread has its own.
 */
public final class FileCipher {
  /** Length of a data key. */
  public static final int KEY_BYTES = 32;

  /** A sealed piece is longer by this. */
  public static final int TAG_BYTES = Gcm.TAG_BYTES;

  private final SecretKeySpec key;
  private final WrappedKey wrapped;

  FileCipher(byte[] secret, WrappedKey wrapped) {
    this.key = new SecretKeySpec(secret, "AES");
    this.wrapped = wrapped;
  }

  /** The data key as it stands in the file, or in the manifest since it was wrapped anew. */
  public WrappedKey wrapped() {
    return wrapped;
  }

  byte[] secret() {
    return key.getEncoded();
  }

  /** What seals and opens. Confined to one thread at a time. */
  public static final class Worker {
    private final Gcm gcm = new Gcm();

    /**
     * Seals all of {@code plain} into {@code sealed}, which has {@link #TAG_BYTES} more. The
     * buffers must not share bytes.
     *
     * @param place of the piece in its file; given once only under one data key
     * @param associated is not hidden, but must be the same for the piece to open
     */
    public void seal(
        FileCipher cipher, long place, byte[] associated, ByteBuffer plain, ByteBuffer sealed) {
      gcm.seal(cipher.key, nonce(place), associated, plain, sealed);
    }

    /** The reverse of {@link #seal}; false when the piece is not what was sealed there. */
    public boolean open(
        FileCipher cipher, long place, byte[] associated, ByteBuffer sealed, ByteBuffer plain) {
      return sealed.remaining() >= TAG_BYTES
          && gcm.open(cipher.key, nonce(place), associated, sealed, plain);
    }

    private static byte[] nonce(long place) {
      return ByteBuffer.allocate(Gcm.NONCE_BYTES).putLong(Integer.BYTES, place).array();
    }
  }
}
