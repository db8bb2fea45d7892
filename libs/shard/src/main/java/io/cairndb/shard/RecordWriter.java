package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.item.Item;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Builds the values and keys of docs/formats/shard-meta.md and change-log.md: fixed-width
 * big-endian integers, byte strings and texts behind a four-byte length. Confined to one thread.
 */
final class RecordWriter {
  private byte[] buffer;
  private int length;

  RecordWriter(int expectedLength) {
    buffer = new byte[expectedLength];
  }

  RecordWriter u8(int value) {
    require(1);
    buffer[length++] = (byte) value;
    return this;
  }

  RecordWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  RecordWriter u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  RecordWriter u64(long value) {
    require(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  RecordWriter uuid(UUID value) {
    return u64(value.getMostSignificantBits()).u64(value.getLeastSignificantBits());
  }

  RecordWriter hlc(Hlc value) {
    return u64(value.msb()).u64(value.lsb());
  }

  RecordWriter position(ChangePosition value) {
    return u64(value.hlcMsb()).u16(value.index());
  }

  /** Bytes behind their length. */
  RecordWriter bytes(byte[] value) {
    return u32(value.length).raw(value, 0, value.length);
  }

  RecordWriter item(Item value) {
    return u32(value.length()).raw(value.array(), value.offset(), value.length());
  }

  RecordWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as they are. */
  RecordWriter raw(byte[] value) {
    return raw(value, 0, value.length);
  }

  private RecordWriter raw(byte[] source, int offset, int count) {
    require(count);
    System.arraycopy(source, offset, buffer, length, count);
    length += count;
    return this;
  }

  byte[] toArray() {
    return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
  }

  private void require(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
