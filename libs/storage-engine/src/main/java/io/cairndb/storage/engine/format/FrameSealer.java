package io.cairndb.storage.engine.format;

import io.cairndb.storage.engine.cipher.FileCipher;
import java.nio.ByteBuffer;

/**
 * Seals and opens the payloads of the frames of one file. The place of a piece is its frame's place
 * in the file; its sequence number and what it says of synced bytes cannot be changed unseen.
 * Confined to one thread.
 */
final class FrameSealer {
  private static final int SEQUENCE_AT = 12;
  private static final int ASSOCIATED_BYTES = 2 * Long.BYTES;

  private final FileCipher cipher;
  private final FileCipher.Worker worker = new FileCipher.Worker();
  private final byte[] associated = new byte[ASSOCIATED_BYTES];
  private byte[] plain = new byte[0];

  FrameSealer(FileCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * Seals the payload between the frame's header and the buffer's position, which moves behind it.
   *
   * @param start of the frame in {@code buffer}
   * @param place of the frame in its file
   */
  void seal(ByteBuffer buffer, int start, long place) {
    int payload = start + FrameWriter.FRAME_HEADER_BYTES;
    int length = buffer.position() - payload;
    if (length == 0) {
      return;
    }
    if (plain.length < length) {
      plain = new byte[Math.max(length, 2 * plain.length)];
    }
    buffer.get(payload, plain, 0, length);
    buffer.get(start + SEQUENCE_AT, associated);
    buffer.position(payload);
    worker.seal(cipher, place, associated, ByteBuffer.wrap(plain, 0, length), buffer);
  }

  /**
   * The payload of a frame, or null when it was not sealed there. In a sealed file no frame is in
   * the clear, and none but the mark of its end has no payload.
   */
  @org.jspecify.annotations.Nullable
  ByteBuffer open(ByteBuffer file, int start, int length) {
    if (length == 0 && file.getLong(start + SEQUENCE_AT) == FrameWriter.CLOSE_SEQUENCE) {
      return ByteBuffer.allocate(0);
    }
    if (file.getInt(start) != FrameWriter.SEALED_MARKER) {
      return null;
    }
    file.get(start + SEQUENCE_AT, associated);
    ByteBuffer sealed = file.slice(start + FrameWriter.FRAME_HEADER_BYTES, length);
    ByteBuffer opened = ByteBuffer.allocate(Math.max(0, length - FileCipher.TAG_BYTES));
    return worker.open(cipher, start, associated, sealed, opened) ? opened.flip() : null;
  }
}
