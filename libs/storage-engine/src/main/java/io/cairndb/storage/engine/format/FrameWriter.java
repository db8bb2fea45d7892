package io.cairndb.storage.engine.format;

import io.cairndb.env.AppendableFile;
import io.cairndb.storage.engine.cipher.FileCipher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Appends frames to one file through one buffer. Confined to one thread at a time.
 *
 * <p>A frame records how much of the file was synced when it was written, so that a reader who
 * meets a bad frame can tell bytes that may be torn from bytes that were once safe.
 */
public final class FrameWriter implements AutoCloseable {
  /** marker, checksum, payload length, sequence, synced bytes. */
  public static final int FRAME_HEADER_BYTES = 4 + 4 + 4 + 8 + 8;

  static final int MARKER = 0xCA17_F4A3;

  /** Begins a frame whose payload is sealed. */
  static final int SEALED_MARKER = 0xCA17_F4A5;

  /** A frame without payload that says: the file was closed in order, and all before is synced. */
  static final long CLOSE_SEQUENCE = -1;

  /** The first frame of a sealed file, in the clear: its payload is the wrapped data key. */
  static final long KEY_SEQUENCE = -2;

  private static final int BUFFER_BYTES_MIN = 8 << 10;

  /** The buffer grows to this before it is drained, and beyond it for a frame that is larger. */
  private static final int BUFFER_BYTES_MAX = 256 << 10;

  private final AppendableFile file;
  private final @Nullable FrameSealer sealer;
  private final byte[] saltBytes;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer;
  private long syncedBytes;
  private long reservedBytes;
  private int frameStart = -1;

  /**
   * Takes over {@code file}, of which nothing is written yet, and puts the header in the buffer.
   */
  public FrameWriter(AppendableFile file, FileHeader header) {
    this(file, header, null);
  }

  /** As the other; every frame but the first, which tells the key, is sealed by {@code cipher}. */
  public FrameWriter(AppendableFile file, FileHeader header, @Nullable FileCipher cipher) {
    this.file = file;
    this.sealer = cipher == null ? null : new FrameSealer(cipher);
    this.buffer = ByteBuffer.allocateDirect(BUFFER_BYTES_MIN);
    this.saltBytes = ByteBuffer.allocate(Long.BYTES).putLong(header.salt()).array();
    header.writeTo(buffer);
    if (cipher != null) {
      putKeyFrame(cipher.wrapped().encode());
    }
  }

  private void putKeyFrame(byte[] key) {
    frameStart = buffer.position();
    buffer.putInt(MARKER).putInt(0).putInt(0).putLong(KEY_SEQUENCE).putLong(0).put(key);
    finishFrame();
  }

  /**
   * Opens a frame and returns the buffer for its payload, with room for {@code payloadBytesMax}.
   */
  public ByteBuffer begin(long sequence, int payloadBytesMax) throws IOException {
    int needed = Math.addExact(FRAME_HEADER_BYTES + FileCipher.TAG_BYTES, payloadBytesMax);
    if (buffer.remaining() < needed) {
      makeRoom(needed);
    }
    frameStart = buffer.position();
    buffer.putInt(sealer == null ? MARKER : SEALED_MARKER).putInt(0).putInt(0);
    buffer.putLong(sequence).putLong(syncedBytes);
    return buffer;
  }

  private void makeRoom(int needed) throws IOException {
    long wanted = Math.max(2L * buffer.capacity(), (long) buffer.position() + needed);
    if (wanted <= BUFFER_BYTES_MAX) {
      buffer = ByteBuffer.allocateDirect((int) wanted).put(buffer.flip());
      return;
    }
    drain();
    if (buffer.capacity() < needed) {
      buffer = ByteBuffer.allocateDirect(Math.max(needed, BUFFER_BYTES_MAX));
    }
  }

  /** Seals the frame opened last. */
  public void end() {
    FrameSealer with = sealer;
    if (with != null) {
      with.seal(buffer, frameStart, file.length() + frameStart);
    }
    finishFrame();
  }

  private void finishFrame() {
    int end = buffer.position();
    buffer.putInt(frameStart + 8, end - frameStart - FRAME_HEADER_BYTES);
    crc.reset();
    crc.update(saltBytes, 0, saltBytes.length);
    buffer.limit(end).position(frameStart + 8);
    crc.update(buffer);
    buffer.limit(buffer.capacity());
    buffer.putInt(frameStart + 4, (int) crc.getValue());
    frameStart = -1;
  }

  /** Hands all frames to the operating system. */
  public void drain() throws IOException {
    buffer.flip();
    file.append(buffer);
    buffer.clear();
  }

  /** Drains and returns when all frames are on stable storage. */
  public void sync() throws IOException {
    drain();
    file.sync();
    syncedBytes = file.length();
  }

  /**
   * Drains, and makes sure that the file has bytes for at least {@code ahead} more, if it has none
   * left: syncs of what goes there are cheaper.
   */
  public void reserve(int ahead) throws IOException {
    drain();
    if (file.length() > reservedBytes) {
      reservedBytes = file.length() + ahead;
      file.reserve(reservedBytes);
    }
  }

  /** Bytes appended, buffered ones included. */
  public long length() {
    return file.length() + buffer.position();
  }

  /** Syncs, then appends and syncs the mark of an orderly end. */
  public void finish() throws IOException {
    sync();
    begin(CLOSE_SEQUENCE, 0);
    end();
    sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
