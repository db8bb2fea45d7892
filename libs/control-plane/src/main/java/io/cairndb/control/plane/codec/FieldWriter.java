package io.cairndb.control.plane.codec;

import io.cairndb.item.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Appends fields to a growing array. Not thread-safe. */
final class FieldWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  void u8(int value) {
    out.write(value);
  }

  /** Seven bits a byte, least significant first, high bit set on all but the last. */
  void count(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  void i64(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }

  void bool(boolean value) {
    out.write(value ? 1 : 0);
  }

  void uuid(UUID id) {
    i64(id.getMostSignificantBits());
    i64(id.getLeastSignificantBits());
  }

  void bytes(byte[] value) {
    count(value.length);
    out.writeBytes(value);
  }

  void bytes(Bytes value) {
    bytes(value.toArray());
  }

  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Constants are stored by name: their order in the source may change. */
  void constant(Enum<?> value) {
    text(value.name());
  }

  <T> void list(Collection<T> values, Consumer<T> element) {
    count(values.size());
    values.forEach(element);
  }

  <T> void optional(Optional<T> value, Consumer<T> element) {
    bool(value.isPresent());
    value.ifPresent(element);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
