package io.cairndb.storage.engine.sstable;

import io.cairndb.env.ReadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Shows a file of any length byte by byte, to one who goes through it from front to back. Confined
 * to one thread.
 */
final class FileWindow {
  /** How far one may look ahead and come back without the bytes being read again. */
  private static final int BEHIND_BYTES = 16;

  private final ReadableFile file;
  private final long length;
  private final ByteBuffer window;
  private long start;

  /** Holds up to {@code bytes} of {@code file} at a time. */
  FileWindow(ReadableFile file, int bytes) throws IOException {
    this.file = file;
    this.length = file.length();
    this.window = ByteBuffer.allocate(bytes).limit(0);
  }

  /** Bytes of the file. */
  long length() {
    return length;
  }

  /** The byte at {@code position}, which lies inside the file. */
  byte byteAt(long position) throws IOException {
    if (position < start || position >= start + window.limit()) {
      fill(position);
    }
    return window.get((int) (position - start));
  }

  /** Four bytes, big-endian. */
  int intAt(long position) throws IOException {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << Byte.SIZE | (byteAt(position + i) & 0xFF);
    }
    return value;
  }

  private void fill(long position) throws IOException {
    start = Math.max(0, position - BEHIND_BYTES);
    window.clear().limit((int) Math.min(window.capacity(), length - start));
    file.readFully(start, window);
    window.flip();
  }
}
