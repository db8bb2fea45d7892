package io.cairndb.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item in the binary form of {@code docs/formats/item.md}: what the wire codec makes, the log
 * and the engine carry unread, and the wire codec takes apart. Immutable and thread-safe; whoever
 * hands over an array must not change it afterwards.
 *
 * <p>The size is in the header; an attribute is found by skipping over those before it. Nothing is
 * cached, so an item costs its bytes.
 */
public final class Item {
  /** The largest item DynamoDB stores, by its rules of size. */
  public static final int SIZE_BYTES_MAX = 400 * 1024;

  /** More names than this are looked up and not compared one by one. */
  private static final int COMPARED_NAMES = 8;

  /** An item without attributes. */
  public static final Item EMPTY = new ItemWriter().begin().finish();

  private static final VarHandle HEADROOM_TAKEN;

  static {
    try {
      HEADROOM_TAKEN =
          MethodHandles.lookup().findVarHandle(Item.class, "headroomTaken", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final byte[] array;
  private final int offset;
  private final int length;

  @SuppressWarnings({"unused", "UnusedVariable"}) // through HEADROOM_TAKEN
  private volatile boolean headroomTaken;

  private Item(byte[] array, int offset, int length, boolean headroomTaken) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.headroomTaken = headroomTaken;
  }

  /**
   * Wraps without copying.
   *
   * @throws ItemFormatException when the header is not an item's; attributes are checked as they
   *     are read, or all at once by {@link #requireWellFormed()}
   */
  public static Item wrap(byte[] bytes) {
    return wrap(bytes, 0, bytes.length);
  }

  /** Wraps a slice without copying. */
  public static Item wrap(byte[] bytes, int offset, int length) {
    if ((offset | length | (bytes.length - offset - length)) < 0) {
      throw new IndexOutOfBoundsException(offset + "+" + length + " in " + bytes.length);
    }
    if (length < ItemLayout.HEADER_BYTES) {
      throw new ItemFormatException("an item needs a header, not " + length + " bytes");
    }
    if (bytes[offset] != ItemLayout.VERSION) {
      throw new ItemFormatException("unknown item version " + bytes[offset]);
    }
    return new Item(bytes, offset, length, true);
  }

  /**
   * Encodes decoded attributes, in their order.
   *
   * @throws InvalidValueException when they are nested too deep or hold an empty set
   */
  public static Item of(Map<String, AttributeValue> attributes) {
    return new ItemWriter().begin().entries(attributes).finish();
  }

  /**
   * The array, if it holds the item behind exactly {@code headroom} bytes that nobody has been
   * given yet; they are the caller's then, and never another's. Otherwise null.
   */
  byte @Nullable [] takeHeadroom(int headroom) {
    boolean exact = offset == headroom && array.length - headroom == length;
    return exact && HEADROOM_TAKEN.compareAndSet(this, false, true) ? array : null;
  }

  /**
   * An item whose array begins with bytes to be given away by {@link #takeHeadroom}; the array is
   * this item's alone.
   */
  static Item behindHeadroom(byte[] bytes, int headroom) {
    return new Item(bytes, headroom, bytes.length - headroom, false);
  }

  /** Exactly the item's bytes; not to be changed. */
  public byte[] bytes() {
    return offset == 0 && length == array.length
        ? array
        : Arrays.copyOfRange(array, offset, offset + length);
  }

  /** The backing array, to be read from {@link #offset()} for {@link #length()} bytes only. */
  public byte[] array() {
    return array;
  }

  public int offset() {
    return offset;
  }

  /** Encoded length; see {@link #sizeInBytes()} for the size DynamoDB counts. */
  public int length() {
    return length;
  }

  /** Decodes one attribute; null when the item does not have it. */
  public @Nullable AttributeValue get(String name) {
    ItemReader reader = reader();
    return reader.find(name) ? reader.value() : null;
  }

  public boolean contains(String name) {
    return reader().find(name);
  }

  /** All attributes, decoded, in the order in which they were written. */
  public Map<String, AttributeValue> attributes() {
    return Collections.unmodifiableMap(reader().remainingEntries());
  }

  /** Size by DynamoDB's rules, names included. */
  public int sizeInBytes() {
    return ItemLayout.getInt(array, offset + 1);
  }

  public int attributeCount() {
    ItemReader reader = reader();
    int count = 0;
    while (reader.next()) {
      count++;
    }
    return count;
  }

  public boolean isEmpty() {
    return length == ItemLayout.HEADER_BYTES;
  }

  /** The attributes named, those the item has, in the item's order. */
  public Item project(Collection<String> topLevelNames) {
    boolean few = topLevelNames.size() <= COMPARED_NAMES;
    Collection<String> names = few ? topLevelNames : new HashSet<>(topLevelNames);
    ItemReader reader = reader();
    ItemWriter writer = new ItemWriter().begin();
    while (reader.next()) {
      if (few ? reader.nameIsAmong(names) : names.contains(reader.name())) {
        writer.copyEntry(reader);
      }
    }
    return writer.finish();
  }

  /** A reader before the first attribute. */
  public ItemReader reader() {
    return new ItemReader().reset(this);
  }

  /**
   * Reads everything once, for bytes that came from outside.
   *
   * @throws ItemFormatException when any of it is not an item, or the size in the header is wrong
   */
  public Item requireWellFormed() {
    ItemReader reader = reader();
    long size = 0;
    while (reader.next()) {
      size += reader.nameLength() + (long) reader.valueSizeInBytes();
    }
    if (size != sizeInBytes()) {
      throw new ItemFormatException("an item of size " + size + " claims " + sizeInBytes());
    }
    return this;
  }

  /** Equal when the attributes are, in any order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Item that
        && (Arrays.equals(
                array, offset, offset + length, that.array, that.offset, that.offset + that.length)
            || (sizeInBytes() == that.sizeInBytes() && attributes().equals(that.attributes())));
  }

  @Override
  public int hashCode() {
    return attributes().hashCode();
  }

  /** Names only: values do not belong in logs. */
  @Override
  public String toString() {
    return "Item" + attributes().keySet();
  }
}
