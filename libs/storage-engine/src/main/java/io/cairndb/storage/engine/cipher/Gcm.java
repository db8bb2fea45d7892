package io.cairndb.storage.engine.cipher;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES in Galois/Counter Mode, as the platform has it. Confined to one thread at a time. */
final class Gcm {
  static final int TAG_BYTES = 16;
  static final int NONCE_BYTES = 12;

  private final Cipher cipher;

  Gcm() {
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every platform has AES/GCM", e);
    }
  }

  static AlgorithmParameterSpec nonce(byte[] nonce) {
    return new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce);
  }

  /** Seals all of {@code plain} into {@code sealed}. */
  void seal(
      SecretKeySpec key, byte[] nonce, byte[] associated, ByteBuffer plain, ByteBuffer sealed) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(nonce));
      cipher.updateAAD(associated);
      int unused = cipher.doFinal(plain, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing cannot fail with room for the tag", e);
    }
  }

  /** Opens all of {@code sealed} into {@code plain}; false when it was not sealed like this. */
  boolean open(
      SecretKeySpec key, byte[] nonce, byte[] associated, ByteBuffer sealed, ByteBuffer plain) {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, nonce(nonce));
      cipher.updateAAD(associated);
      int unused = cipher.doFinal(sealed, plain);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening fails by its tag only", e);
    }
  }
}
