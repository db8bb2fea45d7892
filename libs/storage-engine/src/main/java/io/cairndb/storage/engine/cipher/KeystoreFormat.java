package io.cairndb.storage.engine.cipher;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.UnsupportedFormatException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32C;

/** The bytes of a keystore; see {@code docs/formats/keystore.md}. Pure functions. */
final class KeystoreFormat {
  static final int ID_MAX = 255;

  private static final byte[] MAGIC = "CAIRNKEY".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private KeystoreFormat() {}

  static byte[] encode(String active, SortedMap<String, byte[]> secrets) {
    int keyBytes = 1 + ID_MAX + FileCipher.KEY_BYTES;
    ByteBuffer out = ByteBuffer.allocate(64 + ID_MAX + secrets.size() * keyBytes);
    out.put(MAGIC).putInt(VERSION);
    putId(out, active);
    out.putInt(secrets.size());
    for (Map.Entry<String, byte[]> key : secrets.entrySet()) {
      putId(out, key.getKey());
      out.put(key.getValue());
    }
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, out.position());
    out.putInt((int) crc.getValue());
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void putId(ByteBuffer out, String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    out.put((byte) bytes.length).put(bytes);
  }

  /** Fills {@code secrets} and returns the id of the active key. */
  static String decode(Path file, byte[] bytes, Map<String, byte[]> secrets) throws IOException {
    if (bytes.length < MAGIC.length + 2 * Integer.BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new CorruptionException(file, 0, "not a keystore: wrong magic");
    }
    int end = bytes.length - Integer.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, end);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if ((int) crc.getValue() != in.getInt(end)) {
      throw new CorruptionException(file, end, "keystore checksum mismatch");
    }
    in.position(MAGIC.length).limit(end);
    int version = in.getInt();
    if (version > VERSION) {
      throw new UnsupportedFormatException(file, version, VERSION);
    }
    try {
      String active = id(in);
      int count = in.getInt();
      String before = "";
      for (int i = 0; i < count; i++) {
        String id = id(in);
        require(before.compareTo(id) < 0, file, in.position());
        before = id;
        byte[] secret = new byte[FileCipher.KEY_BYTES];
        in.get(secret);
        secrets.put(id, secret);
      }
      boolean complete = version >= 1 && count == secrets.size() && !in.hasRemaining();
      require(complete && secrets.containsKey(active), file, in.position());
      return active;
    } catch (BufferUnderflowException | CharacterCodingException e) {
      throw new CorruptionException(file, in.position(), "malformed keystore");
    }
  }

  private static void require(boolean wellFormed, Path file, int offset)
      throws CorruptionException {
    if (!wellFormed) {
      throw new CorruptionException(file, offset, "malformed keystore");
    }
  }

  private static String id(ByteBuffer in) throws CharacterCodingException {
    byte[] bytes = new byte[in.get() & 0xFF];
    in.get(bytes);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
