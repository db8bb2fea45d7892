package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Checks and unpacks blocks, one after another, in memory outside the heap that is used again: from
 * {@link #room} to {@link #memory}. Confined to one thread at a time.
 */
final class BlockReader {
  /** Looked up once: the factory's accessor is synchronised, and this is on the read path. */
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();

  /** No byte of LZ4 stands for more bytes than this. */
  private static final int EXPANSION_MAX = 255;

  private static final int BYTES_MIN = 8 << 10;

  /** What one large block has grown is not kept for the next. */
  private static final int KEEP_BYTES = 512 << 10;

  private final BlockChecksum checksum = new BlockChecksum();
  private Buffer stored = new Buffer(BYTES_MIN);
  private Buffer unpacked = new Buffer(BYTES_MIN);
  private MemorySegment memory = unpacked.memory;
  private int start;
  private int length;

  /** Memory that goes with its last user. */
  private static final class Buffer {
    final MemorySegment memory;
    final ByteBuffer bytes;

    Buffer(int count) {
      memory = Arena.ofAuto().allocate(count);
      bytes = memory.asByteBuffer();
    }

    int capacity() {
      return bytes.capacity();
    }
  }

  private static int grown(int capacity, int wanted) {
    return Math.max(wanted, Math.min(2 * capacity, KEEP_BYTES));
  }

  /** Where bytes of a file are put whose blocks are to be unpacked. */
  ByteBuffer room(int count) {
    if (stored.capacity() < count) {
      stored = new Buffer(grown(stored.capacity(), count));
    }
    return stored.bytes.clear().limit(count);
  }

  /** Lets go of memory too large to keep. */
  void shrink() {
    if (stored.capacity() > KEEP_BYTES) {
      stored = new Buffer(BYTES_MIN);
    }
    if (unpacked.capacity() > KEEP_BYTES) {
      unpacked = new Buffer(BYTES_MIN);
    }
    memory = unpacked.memory;
    length = 0;
  }

  /** Unpacks the block stored {@code from} bytes behind the beginning of {@link #room}. */
  void unpack(int from, Handle handle, long salt, Path file) throws CorruptionException {
    verify(from, handle, salt, file);
    int body = handle.stored() - SstableFormat.TRAILER_BYTES;
    if (NativeBytes.byteAt(stored.memory, from + body) == SstableFormat.RAW) {
      memory = stored.memory;
      start = from;
      length = body;
    } else {
      int count = length(from, handle, file);
      if (unpacked.capacity() < count) {
        unpacked = new Buffer(grown(unpacked.capacity(), count));
      }
      decompress(from, handle, count, file);
      memory = unpacked.memory;
      start = 0;
      length = count;
    }
  }

  /** What holds the unpacked block until the next call. */
  MemorySegment memory() {
    return memory;
  }

  /** Where in {@link #memory} the block begins. */
  int start() {
    return start;
  }

  int length() {
    return length;
  }

  private void verify(int from, Handle handle, long salt, Path file) throws CorruptionException {
    int body = handle.stored() - SstableFormat.TRAILER_BYTES;
    int expected = NativeBytes.intAt(stored.memory, from + body + 1);
    ByteBuffer covered = stored.bytes.limit(from + body + 1).position(from);
    if (checksum.of(salt, handle.offset(), covered) != expected) {
      throw new CorruptionException(file, handle.offset(), "block checksum mismatch");
    }
    byte type = NativeBytes.byteAt(stored.memory, from + body);
    if (type != SstableFormat.RAW && type != SstableFormat.LZ4) {
      throw new CorruptionException(file, handle.offset(), "unknown block type " + type);
    }
  }

  /** The length that a compressed block claims to have, if its bytes can stand for as many. */
  private int length(int from, Handle handle, Path file) throws CorruptionException {
    int packed = handle.stored() - SstableFormat.TRAILER_BYTES - Integer.BYTES;
    int claimed = packed < 0 ? -1 : NativeBytes.intAt(stored.memory, from);
    if (claimed < 0 || claimed > (long) packed * EXPANSION_MAX) {
      throw new CorruptionException(
          file, handle.offset(), packed + " compressed bytes claim to be " + claimed);
    }
    return claimed;
  }

  private void decompress(int from, Handle handle, int count, Path file)
      throws CorruptionException {
    int packed = handle.stored() - SstableFormat.TRAILER_BYTES - Integer.BYTES;
    int done;
    try {
      done =
          DECOMPRESSOR.decompress(
              stored.bytes.clear(), from + Integer.BYTES, packed, unpacked.bytes, 0, count);
    } catch (LZ4Exception malformed) {
      throw new CorruptionException(
          file, handle.offset(), "malformed compressed block: " + malformed.getMessage());
    }
    if (done != count) {
      throw new CorruptionException(file, handle.offset(), "block has " + done + " bytes");
    }
  }
}
