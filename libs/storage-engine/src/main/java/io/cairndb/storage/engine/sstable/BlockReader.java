package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Checks and unpacks blocks, one after another, with buffers that are used again. Confined to one
 * thread at a time.
 */
final class BlockReader {
  /** Looked up once: the factory's accessor is synchronised, and this is on the read path. */
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();

  /** No byte of LZ4 stands for more bytes than this. */
  private static final int EXPANSION_MAX = 255;

  /** What one large block has grown is not kept for the next. */
  private static final int KEEP_BYTES = 64 << 10;

  private final BlockChecksum checksum = new BlockChecksum();
  private ByteBuffer stored = ByteBuffer.allocate(0);
  private byte[] unpacked = new byte[0];
  private int unpackedLength;

  /** Where a block is put that is unpacked at once. */
  ByteBuffer room(int count) {
    if (stored.capacity() < count) {
      stored = ByteBuffer.allocate(Math.max(count, Math.min(2 * stored.capacity(), KEEP_BYTES)));
    }
    return stored.clear().limit(count);
  }

  /** Lets go of buffers too large to keep. */
  void shrink() {
    if (stored.capacity() > KEEP_BYTES) {
      stored = ByteBuffer.allocate(0);
    }
    if (unpacked.length > KEEP_BYTES) {
      unpacked = new byte[0];
    }
  }

  /** The block stored at {@code from} in {@code bytes}, as an array of its own. */
  byte[] unpack(byte[] bytes, int from, Handle handle, long salt, Path file)
      throws CorruptionException {
    verify(bytes, from, handle, salt, file);
    int body = handle.stored() - SstableFormat.TRAILER_BYTES;
    if (bytes[from + body] == SstableFormat.RAW) {
      return Arrays.copyOfRange(bytes, from, from + body);
    }
    byte[] block = new byte[length(bytes, from, handle, file)];
    decompress(bytes, from, handle, block, block.length, file);
    return block;
  }

  /**
   * Unpacks the block stored at {@code from} in {@code bytes} into {@link #unpacked()}, which holds
   * it until the next call.
   */
  void unpackInPlace(byte[] bytes, int from, Handle handle, long salt, Path file)
      throws CorruptionException {
    verify(bytes, from, handle, salt, file);
    int body = handle.stored() - SstableFormat.TRAILER_BYTES;
    boolean raw = bytes[from + body] == SstableFormat.RAW;
    unpackedLength = raw ? body : length(bytes, from, handle, file);
    if (unpacked.length < unpackedLength) {
      unpacked = new byte[Math.max(unpackedLength, 2 * unpacked.length)];
    }
    if (raw) {
      System.arraycopy(bytes, from, unpacked, 0, body);
    } else {
      decompress(bytes, from, handle, unpacked, unpackedLength, file);
    }
  }

  byte[] unpacked() {
    return unpacked;
  }

  int unpackedLength() {
    return unpackedLength;
  }

  private void verify(byte[] bytes, int from, Handle handle, long salt, Path file)
      throws CorruptionException {
    int body = handle.stored() - SstableFormat.TRAILER_BYTES;
    int expected = Block.bigEndian(bytes, from + body + 1);
    if (checksum.of(salt, handle.offset(), bytes, from, body + 1) != expected) {
      throw new CorruptionException(file, handle.offset(), "block checksum mismatch");
    }
    byte type = bytes[from + body];
    if (type != SstableFormat.RAW && type != SstableFormat.LZ4) {
      throw new CorruptionException(file, handle.offset(), "unknown block type " + type);
    }
  }

  /** The length that a compressed block claims to have, if its bytes can stand for as many. */
  private static int length(byte[] bytes, int from, Handle handle, Path file)
      throws CorruptionException {
    int packed = handle.stored() - SstableFormat.TRAILER_BYTES - Integer.BYTES;
    int length = packed < 0 ? -1 : Block.bigEndian(bytes, from);
    if (length < 0 || length > (long) packed * EXPANSION_MAX) {
      throw new CorruptionException(
          file, handle.offset(), packed + " compressed bytes claim to be " + length);
    }
    return length;
  }

  private static void decompress(
      byte[] bytes, int from, Handle handle, byte[] target, int length, Path file)
      throws CorruptionException {
    int packed = handle.stored() - SstableFormat.TRAILER_BYTES - Integer.BYTES;
    int done;
    try {
      done = DECOMPRESSOR.decompress(bytes, from + Integer.BYTES, packed, target, 0, length);
    } catch (LZ4Exception malformed) {
      throw new CorruptionException(
          file, handle.offset(), "malformed compressed block: " + malformed.getMessage());
    }
    if (done != length) {
      throw new CorruptionException(file, handle.offset(), "block has " + done + " bytes");
    }
  }
}
