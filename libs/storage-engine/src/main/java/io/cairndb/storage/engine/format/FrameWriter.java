package io.cairndb.storage.engine.format;

import io.cairndb.env.AppendableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

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

  /** A frame without payload that says: the file was closed in order, and all before is synced. */
  static final long CLOSE_SEQUENCE = -1;

  private static final int BUFFER_BYTES_MIN = 8 << 10;

  /** The buffer grows to this before it is drained, and beyond it for a frame that is larger. */
  private static final int BUFFER_BYTES_MAX = 256 << 10;

  private final AppendableFile file;
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
    this.file = file;
    this.buffer = ByteBuffer.allocateDirect(BUFFER_BYTES_MIN);
    this.saltBytes = ByteBuffer.allocate(Long.BYTES).putLong(header.salt()).array();
    header.writeTo(buffer);
  }

  /**
   * Opens a frame and returns the buffer for its payload, with room for {@code payloadBytesMax}.
   */
  public ByteBuffer begin(long sequence, int payloadBytesMax) throws IOException {
    int needed = Math.addExact(FRAME_HEADER_BYTES, payloadBytesMax);
    if (buffer.remaining() < needed) {
      makeRoom(needed);
    }
    frameStart = buffer.position();
    buffer.putInt(MARKER).putInt(0).putInt(0).putLong(sequence).putLong(syncedBytes);
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
