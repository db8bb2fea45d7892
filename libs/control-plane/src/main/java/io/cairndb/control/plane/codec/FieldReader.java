package io.cairndb.control.plane.codec;

import io.cairndb.item.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads what {@link FieldWriter} wrote; refuses anything else. Not thread-safe. */
final class FieldReader {
  private final byte[] bytes;
  private int position;

  FieldReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int u8() {
    require(1);
    return bytes[position++] & 0xff;
  }

  int count() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = u8();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        boolean overlong = next == 0 && shift > 0;
        if (value < 0 || overlong) {
          break;
        }
        return value;
      }
    }
    throw corrupt("count out of range");
  }

  long i64() {
    require(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[position++] & 0xff);
    }
    return value;
  }

  boolean bool() {
    int value = u8();
    if (value > 1) {
      throw corrupt("not a boolean: " + value);
    }
    return value == 1;
  }

  UUID uuid() {
    return new UUID(i64(), i64());
  }

  Bytes bytes() {
    int length = count();
    require(length);
    position += length;
    return Bytes.of(Arrays.copyOfRange(bytes, position - length, position));
  }

  String text() {
    int length = count();
    require(length);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, position, length))
              .toString();
      position += length;
      return text;
    } catch (CharacterCodingException e) {
      throw new CorruptRecordException("malformed text at " + position, e);
    }
  }

  <E extends Enum<E>> E constant(Class<E> type) {
    String name = text();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw corrupt("no " + type.getSimpleName() + " of name " + name);
  }

  <T> List<T> list(Supplier<T> element) {
    int count = count();
    // Every element takes at least a byte, which bounds what a corrupt count can allocate.
    require(count);
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(element.get());
    }
    return values;
  }

  <T> Optional<T> optional(Supplier<T> element) {
    return bool() ? Optional.of(element.get()) : Optional.empty();
  }

  void requireEnd() {
    if (position != bytes.length) {
      throw corrupt((bytes.length - position) + " bytes left over");
    }
  }

  CorruptRecordException corrupt(String detail) {
    return new CorruptRecordException(detail + " at " + position + " of " + bytes.length);
  }

  private void require(int length) {
    if (length > bytes.length - position) {
      throw corrupt("record ends early, " + length + " more bytes needed");
    }
  }
}
