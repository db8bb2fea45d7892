package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.item.Item;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;

/**
 * Takes apart what {@link RecordWriter} built. Bytes that are not such a record end in {@link
 * ShardFormatException}, never in reading elsewhere. Confined to one thread.
 */
final class RecordReader {
  private static final int VERSION = 1;

  private final String what;
  private final ByteBuffer source;

  /**
   * A reader at the first byte.
   *
   * @param what names the record in the message of a failure
   */
  RecordReader(String what, byte[] bytes) {
    this.what = what;
    this.source = ByteBuffer.wrap(bytes);
  }

  /**
   * Reads a whole value of version 1.
   *
   * @throws ShardFormatException when the bytes are not one, or hold what no value can have
   */
  static <T> T read(String what, byte[] value, Function<RecordReader, T> body) {
    RecordReader in = new RecordReader(what, value);
    int version = in.u8();
    if (version != VERSION) {
      throw new ShardFormatException(what + " of version " + version + ", not " + VERSION);
    }
    try {
      T record = body.apply(in);
      in.end();
      return record;
    } catch (IllegalArgumentException impossible) {
      throw new ShardFormatException(what + ": " + impossible.getMessage());
    }
  }

  /** Skips bytes of a key that are known. */
  RecordReader skip(int count) {
    need(count);
    source.position(source.position() + count);
    return this;
  }

  int u8() {
    need(1);
    return source.get() & 0xFF;
  }

  int u16() {
    need(2);
    return source.getShort() & 0xFFFF;
  }

  int u32() {
    need(4);
    return source.getInt();
  }

  /** A count of things that take at least one byte each. */
  int count() {
    int count = u32();
    if (count < 0 || count > source.remaining()) {
      throw new ShardFormatException(what + " claims " + count + " elements");
    }
    return count;
  }

  long u64() {
    need(8);
    return source.getLong();
  }

  UUID uuid() {
    return new UUID(u64(), u64());
  }

  Hlc hlc() {
    return new Hlc(u64(), u64());
  }

  ChangePosition position() {
    return new ChangePosition(u64(), u16());
  }

  byte[] bytes() {
    byte[] bytes = new byte[count()];
    source.get(bytes);
    return bytes;
  }

  /** An item that shares the record's bytes. */
  Item item() {
    int length = count();
    Item item = Item.wrap(source.array(), source.position(), length);
    source.position(source.position() + length);
    return item;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** One of {@code values} by its ordinal. */
  <E extends Enum<E>> E constant(E[] values) {
    int ordinal = u8();
    if (ordinal >= values.length) {
      throw new ShardFormatException(what + " with unknown constant " + ordinal);
    }
    return values[ordinal];
  }

  private void end() {
    if (source.hasRemaining()) {
      throw new ShardFormatException(what + " with " + source.remaining() + " bytes too many");
    }
  }

  private void need(int count) {
    if (source.remaining() < count) {
      throw new ShardFormatException(what + " ends too early");
    }
  }
}
