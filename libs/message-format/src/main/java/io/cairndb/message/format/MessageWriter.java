package io.cairndb.message.format;

import io.cairndb.causality.Hlc;
import io.cairndb.encoding.Varint;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends the fields of a message to a growing array. Fields are written in the order in which
 * {@link MessageReader} is asked for them. Confined to one thread.
 *
 * <p>The length of a struct stands before it and is known behind it: one byte is kept free, and the
 * struct moved up when it needs more. Nearly all structs are shorter than 128 bytes, and the long
 * ones are runs of item bytes, a few levels deep.
 */
public final class MessageWriter {
  /** Structs inside structs, deeper than any expression DynamoDB's limits allow. */
  public static final int MAX_DEPTH = 512;

  private byte[] buffer;
  private int length;
  private int depth;

  /** A writer of an empty message; the expectation saves growing, nothing else. */
  public MessageWriter(int expectedLength) {
    buffer = new byte[Math.max(16, expectedLength)];
  }

  /** A number from 0 on in one to five bytes. */
  public MessageWriter count(int value) {
    if (value < 0) {
      throw new MessageFormatException("negative count " + value);
    }
    require(Varint.MAX_INT_BYTES);
    length = Varint.put(buffer, length, value);
    return this;
  }

  /** Any number, in eight bytes. */
  public MessageWriter i64(long value) {
    require(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  public MessageWriter flag(boolean value) {
    require(1);
    buffer[length++] = (byte) (value ? 1 : 0);
    return this;
  }

  public MessageWriter uuid(UUID value) {
    return i64(value.getMostSignificantBits()).i64(value.getLeastSignificantBits());
  }

  public MessageWriter hlc(Hlc value) {
    return i64(value.msb()).i64(value.lsb());
  }

  /** By ordinal: constants that messages carry are only ever appended to. */
  public MessageWriter constant(Enum<?> value) {
    return count(value.ordinal());
  }

  public MessageWriter bytes(byte[] value) {
    return run(value, 0, value.length);
  }

  public MessageWriter bytes(Bytes value) {
    return run(value.array(), value.offset(), value.length());
  }

  public MessageWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** The item's bytes as they are. */
  public MessageWriter item(Item value) {
    return run(value.array(), value.offset(), value.length());
  }

  /**
   * One attribute value, in the form it has in an item.
   *
   * @throws MessageFormatException when no item could hold it
   */
  public MessageWriter value(AttributeValue value) {
    try {
      return bytes(ItemReader.encode(value));
    } catch (InvalidValueException e) {
      throw new MessageFormatException("not a value of an item: " + e.getMessage(), e);
    }
  }

  /** A number of elements, then each of them. */
  public <T> MessageWriter list(Collection<T> values, BiConsumer<MessageWriter, T> element) {
    count(values.size());
    for (T value : values) {
      element.accept(this, value);
    }
    return this;
  }

  /** Whether there is a value, then the value. */
  public <T> MessageWriter nullable(@Nullable T value, BiConsumer<MessageWriter, T> present) {
    flag(value != null);
    if (value != null) {
      present.accept(this, value);
    }
    return this;
  }

  /** As {@link #nullable}. */
  public <T> MessageWriter optional(Optional<T> value, BiConsumer<MessageWriter, T> present) {
    return nullable(value.orElse(null), present);
  }

  /**
   * The fields of {@code value} behind their length.
   *
   * @throws MessageFormatException when structs nest deeper than {@link #MAX_DEPTH}
   */
  public <T> MessageWriter struct(T value, BiConsumer<MessageWriter, T> fields) {
    if (++depth > MAX_DEPTH) {
      throw new MessageFormatException("nested deeper than " + MAX_DEPTH);
    }
    require(1);
    int at = length++;
    fields.accept(this, value);
    int content = length - at - 1;
    int more = Varint.length(content) - 1;
    if (more > 0) {
      require(more);
      System.arraycopy(buffer, at + 1, buffer, at + 1 + more, content);
      length += more;
    }
    Varint.put(buffer, at, content);
    depth--;
    return this;
  }

  /** One of several kinds of struct. */
  public <T> MessageWriter union(int kind, T value, BiConsumer<MessageWriter, T> fields) {
    return count(kind).struct(value, fields);
  }

  /** A kind of struct without fields of its own. */
  public MessageWriter union(int kind) {
    return count(kind).count(0);
  }

  /** The message; the writer must not be used afterwards. */
  public byte[] toArray() {
    return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
  }

  /** As {@link #toArray}, without a copy. */
  public Bytes toBytes() {
    return Bytes.of(buffer, 0, length);
  }

  private MessageWriter run(byte[] source, int offset, int count) {
    count(count);
    require(count);
    System.arraycopy(source, offset, buffer, length, count);
    length += count;
    return this;
  }

  private void require(int more) {
    if (buffer.length - length < more) {
      int needed = Math.addExact(length, more);
      buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(2L * length, 1 << 30)));
    }
  }
}
