package io.cairndb.storage.engine.sstable;

import io.cairndb.env.AppendableFile;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The file of a table that is being written: blocks one behind the other, each packed and with its
 * trailer. A sealed table begins with its wrapped key. Confined to one thread.
 */
final class BlockAppender implements AutoCloseable {
  private static final int BUFFER_BYTES_MIN = 4 << 10;
  private static final int BUFFER_BYTES_MAX = 256 << 10;

  /** Synced at a time: syncs of the log wait behind what the disk has been given before. */
  private static final int SYNC_BYTES = 4 << 20;

  private final AppendableFile file;
  private final long salt;
  private final BlockPacker packer;
  private final BlockChecksum checksum = new BlockChecksum();
  private final ByteBuffer buffer;
  private final Handle cipher;
  private long offset;
  private long syncedBytes;

  /**
   * Begins the file.
   *
   * @param salt goes into every checksum
   * @param expectedBytes of the file, nearly
   */
  BlockAppender(AppendableFile file, long salt, BlockPacker packer, long expectedBytes)
      throws IOException {
    this.file = file;
    this.salt = salt;
    this.packer = packer;
    this.buffer =
        ByteBuffer.allocate(Math.clamp(expectedBytes, BUFFER_BYTES_MIN, BUFFER_BYTES_MAX));
    this.cipher = appendCipher();
  }

  /** Bytes of the file so far. */
  long offset() {
    return offset;
  }

  /** Where the wrapped key lies; none in a table in the clear. */
  Handle cipher() {
    return cipher;
  }

  /** Appends the first {@code size} of {@code bytes} as a block. */
  Handle append(byte[] bytes, int size, Compression compression) throws IOException {
    packer.pack(bytes, size, compression, offset);
    return store(packer.body(), packer.length(), packer.type());
  }

  /** The one block that is not sealed itself. */
  private Handle appendCipher() throws IOException {
    byte[] key = packer.wrappedKey();
    return key == null ? Handle.NONE : store(key, key.length, SstableFormat.RAW);
  }

  private Handle store(byte[] body, int bodyLength, byte type) throws IOException {
    Handle handle = new Handle(offset, bodyLength + SstableFormat.TRAILER_BYTES);
    int trailerAt = bodyLength + SstableFormat.TRAILER_BYTES;
    byte[] stored = body.length >= trailerAt ? body : Arrays.copyOf(body, trailerAt);
    stored[bodyLength] = type;
    int sum = checksum.of(salt, offset, ByteBuffer.wrap(stored, 0, bodyLength + 1));
    Block.putBigEndian(stored, bodyLength + 1, sum);
    write(stored, trailerAt);
    return handle;
  }

  private void write(byte[] bytes, int count) throws IOException {
    offset += count;
    int at = 0;
    while (at < count) {
      int step = Math.min(count - at, buffer.remaining());
      buffer.put(bytes, at, step);
      at += step;
      if (!buffer.hasRemaining()) {
        drain();
      }
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    file.append(buffer);
    buffer.clear();
    if (file.length() - syncedBytes >= SYNC_BYTES) {
      file.sync();
      syncedBytes = file.length();
    }
  }

  /** Ends the file, and syncs it. */
  void finish(Footer footer) throws IOException {
    // A second copy, for tools that find the first one damaged.
    Handle copy = appendCipher();
    assert copy.stored() == cipher.stored();
    byte[] end = footer.toBytes();
    write(end, end.length);
    drain();
    file.sync();
  }

  @Override
  public void close() throws IOException {
    packer.close();
    file.close();
  }
}
