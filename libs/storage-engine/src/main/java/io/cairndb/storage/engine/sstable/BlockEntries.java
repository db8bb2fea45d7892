package io.cairndb.storage.engine.sstable;

import io.cairndb.encoding.Varint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a block from front to back and trusts nothing in it: for tools, which meet blocks that no
 * checksum vouches for. Reading on the way of a request is {@link Block}'s affair. Pure functions.
 */
final class BlockEntries {
  private static final int RESTART_BYTES = Integer.BYTES;

  private BlockEntries() {}

  /** Receives entries in order. */
  @FunctionalInterface
  interface Sink {
    /** One entry; no value means a tombstone. The arrays are the receiver's. */
    void entry(byte[] key, long sequence, byte @Nullable [] value);
  }

  /**
   * Gives every entry of {@code block} to {@code sink}.
   *
   * @throws IllegalArgumentException when the bytes are no block
   */
  static void decode(byte[] block, Sink sink) {
    try {
      ByteBuffer entries = entries(block);
      byte[] previous = new byte[0];
      while (entries.hasRemaining()) {
        previous = decodeOne(entries, previous, sink);
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("an entry goes beyond the block's end", e);
    }
  }

  private static ByteBuffer entries(byte[] block) {
    if (block.length < 2 * RESTART_BYTES) {
      throw new IllegalArgumentException("a block of " + block.length + " bytes");
    }
    int restarts = Block.bigEndian(block, block.length - RESTART_BYTES);
    if (restarts < 1 || restarts > block.length / RESTART_BYTES - 1) {
      throw new IllegalArgumentException("a block with " + restarts + " restart points");
    }
    return ByteBuffer.wrap(block, 0, block.length - (restarts + 1) * RESTART_BYTES);
  }

  private static byte[] decodeOne(ByteBuffer in, byte[] previous, Sink sink) {
    int shared = Varint.getInt(in);
    int suffix = Varint.getInt(in);
    int mark = Varint.getInt(in);
    long sequence = Varint.get(in);
    if (shared > previous.length || suffix > in.remaining()) {
      throw new IllegalArgumentException("a key of " + shared + " + " + suffix + " bytes");
    }
    byte[] key = Arrays.copyOf(previous, shared + suffix);
    in.get(key, shared, suffix);
    byte[] value = null;
    if (mark > 0) {
      if (mark - 1 > in.remaining()) {
        throw new IllegalArgumentException("a value of " + (mark - 1) + " bytes");
      }
      value = new byte[mark - 1];
      in.get(value);
    }
    sink.entry(key, sequence, value);
    return key;
  }
}
