package io.cairndb.message.format;

import io.cairndb.causality.Hlc;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemFormatException;
import io.cairndb.item.ItemReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart what {@link MessageWriter} put together. At the end of a struct, fields that have a
 * default read as such; see the package. Confined to one thread.
 */
public final class MessageReader {
  private static final byte[] NO_BYTES = new byte[0];
  private static final char REPLACEMENT = '\uFFFD';

  private final String what;
  private final byte[] source;
  private int at;

  /** End of the struct being read. */
  private int end;

  private int depth;

  private MessageReader(String what, Bytes message) {
    this.what = what;
    this.source = message.array();
    this.at = message.offset();
    this.end = at + message.length();
  }

  /** Reads a part of a union once its kind is known. */
  @FunctionalInterface
  public interface KindReader<T> {
    T read(int kind, MessageReader in);
  }

  /**
   * Reads a whole message. Items in it share its bytes, which nobody may change any more.
   *
   * @param what names the message in the text of a failure
   * @throws MessageFormatException when the bytes are not exactly one such message
   */
  public static <T> T read(String what, Bytes message, Function<MessageReader, T> body) {
    MessageReader in = new MessageReader(what, message);
    if (in.atEnd()) {
      throw in.malformed("is empty");
    }
    try {
      T read = body.apply(in);
      if (!in.atEnd()) {
        throw in.malformed("has " + (in.end - in.at) + " bytes too many");
      }
      return read;
    } catch (IllegalArgumentException | ItemFormatException | InvalidValueException impossible) {
      throw new MessageFormatException(what + ": " + impossible.getMessage(), impossible);
    }
  }

  public int count() {
    return atEnd() ? 0 : varint();
  }

  public long i64() {
    return atEnd() ? 0 : fixed64();
  }

  public boolean flag() {
    if (atEnd()) {
      return false;
    }
    int value = source[at++];
    if ((value & ~1) != 0) {
      throw malformed("has a flag of " + value);
    }
    return value == 1;
  }

  /** An identity; has no default. */
  public UUID uuid() {
    return new UUID(fixed64(), fixed64());
  }

  /** A timestamp; has no default. */
  public Hlc hlc() {
    return new Hlc(fixed64(), fixed64());
  }

  /**
   * One of {@code constants}; has no default.
   *
   * @throws UnsupportedMessageException when only a newer version has it
   */
  public <E extends Enum<E>> E constant(E[] constants) {
    int ordinal = varint();
    if (ordinal >= constants.length) {
      throw new UnsupportedMessageException(
          constants[0].getDeclaringClass().getSimpleName(), ordinal);
    }
    return constants[ordinal];
  }

  public byte[] bytes() {
    int count = run();
    at += count;
    return count == 0 ? NO_BYTES : Arrays.copyOfRange(source, at - count, at);
  }

  /** As {@link #bytes}, sharing the message's array. */
  public Bytes slice() {
    int count = run();
    at += count;
    return Bytes.of(source, at - count, count);
  }

  public String text() {
    int count = run();
    String text = new String(source, at, count, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0 && !isSpelled(text, count)) {
      throw malformed("has a text that is not UTF-8");
    }
    at += count;
    return text;
  }

  /** An item that shares the message's bytes; its attributes are looked at when asked for. */
  public Item item() {
    if (atEnd()) {
      throw malformed("lacks an item");
    }
    int count = run();
    at += count;
    return Item.wrap(source, at - count, count);
  }

  /** An item that is going to be stored: as {@link #item}, and read through once. */
  public Item itemToStore() {
    return item().requireWellFormed();
  }

  public AttributeValue value() {
    return ItemReader.decode(bytes());
  }

  public <T> List<T> list(Function<MessageReader, T> element) {
    int count = count();
    // Every element takes a byte at least, which bounds what a false count can allocate.
    requireMore(count);
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (atEnd()) {
        throw malformed("has a list that ends too early");
      }
      values.add(element.apply(this));
    }
    return values;
  }

  public <T> @Nullable T nullable(Function<MessageReader, T> present) {
    return flag() ? present.apply(this) : null;
  }

  public <T> Optional<T> optional(Function<MessageReader, T> present) {
    return Optional.ofNullable(nullable(present));
  }

  /** Reads a struct's fields with {@code fields} and skips those behind them. */
  public <T> T struct(Function<MessageReader, T> fields) {
    int outer = enter();
    T value = fields.apply(this);
    leave(outer);
    return value;
  }

  /** Reads a struct of one of several kinds; {@code fields} refuses kinds it does not know. */
  public <T> T union(KindReader<T> fields) {
    int kind = varint();
    int outer = enter();
    T value = fields.read(kind, this);
    leave(outer);
    return value;
  }

  private int enter() {
    int content = varint();
    requireMore(content);
    if (++depth > MessageWriter.MAX_DEPTH) {
      throw malformed("is nested deeper than " + MessageWriter.MAX_DEPTH);
    }
    int outer = end;
    end = at + content;
    return outer;
  }

  private void leave(int outer) {
    at = end;
    end = outer;
    depth--;
  }

  private boolean atEnd() {
    return at == end;
  }

  /** The length of a run of bytes that follows in full. */
  private int run() {
    int count = count();
    requireMore(count);
    return count;
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      requireMore(1);
      int next = source[at++];
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        boolean tooLarge = value < 0 || (shift == 28 && next > 7);
        boolean overlong = next == 0 && shift > 0;
        if (tooLarge || overlong) {
          break;
        }
        return value;
      }
    }
    throw malformed("has a number out of range");
  }

  private long fixed64() {
    requireMore(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | (source[at++] & 0xFF);
    }
    return value;
  }

  /** Whether the replacement characters in {@code text} were there before decoding. */
  private boolean isSpelled(String text, int count) {
    byte[] spelled = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(spelled, 0, spelled.length, source, at, at + count);
  }

  private void requireMore(int count) {
    if (count > end - at) {
      throw malformed("ends too early");
    }
  }

  private MessageFormatException malformed(String how) {
    return new MessageFormatException(what + " " + how);
  }
}
