package io.cairndb.storage.engine;

import io.cairndb.encoding.Varint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A data key as it is stored, in the clear.
 *
 * @param algorithm how pieces are sealed and the key is wrapped; {@link #AES_256_GCM} so far
 * @param keyId of the master key
 * @param bytes of the wrapped key
 */
public record WrappedKey(int algorithm, String keyId, byte[] bytes) {
  /** Data key and pieces sealed with AES-256-GCM. */
  public static final int AES_256_GCM = 1;

  /** As it stands in files: {@code algorithm:varint keyId:bytes key:bytes}. */
  public byte[] encode() {
    byte[] id = keyId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(3 * Varint.MAX_INT_BYTES + id.length + bytes.length);
    Varint.put(out, algorithm);
    Varint.put(out, id.length);
    out.put(id);
    Varint.put(out, bytes.length);
    out.put(bytes);
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static WrappedKey decode(ByteBuffer in) {
    try {
      int algorithm = Varint.getInt(in);
      String id = new String(Varint.getBytes(in), StandardCharsets.UTF_8);
      byte[] key = Varint.getBytes(in);
      if (algorithm == 0 || in.hasRemaining()) {
        throw new IllegalArgumentException("not a wrapped key");
      }
      return new WrappedKey(algorithm, id, key);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a wrapped key ends early", e);
    }
  }
}
