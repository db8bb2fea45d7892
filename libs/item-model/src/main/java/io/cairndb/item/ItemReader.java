package io.cairndb.item;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks the bytes of an item without making objects of them.
 *
 * <p>{@link #next()} moves to the next entry of the current container, first of all the item's
 * attributes; {@link #enter()} makes the container under the reader the current one, {@link
 * #leave()} returns behind it, whether or not it was read to its end. What is not entered is
 * skipped by its length. Offsets refer to {@link #array()}.
 *
 * <p>Bytes that are not an item end in {@link ItemFormatException}, never in reading beyond the
 * item. Reusable; confined to one thread at a time.
 */
public final class ItemReader {
  private static final byte[] NO_BYTES = {};
  private static final int[] NO_ENDS = {};
  private static final ValueType[] NO_KINDS = {};

  private byte[] array = NO_BYTES;
  private int end;
  private ValueType container = ValueType.M;

  /** Where the next entry starts. */
  private int nextEntry;

  private int nameOffset;
  private int nameLength;
  private int tagged;
  private ValueType type = ValueType.NULL;
  private boolean truth;
  private int valueOffset;
  private int valueLength;

  /** Containers around the current one: end and kind; made when one is first entered. */
  private int[] outerEnds = NO_ENDS;

  private ValueType[] outerKinds = NO_KINDS;
  private int depth;

  /** Result of {@link #readLength}. */
  private int lengthRead;

  /** Places the reader before the first attribute of {@code item}. */
  public ItemReader reset(Item item) {
    int from = item.offset();
    return resetMap(item.array(), from + ItemLayout.HEADER_BYTES, from + item.length());
  }

  ItemReader resetMap(byte[] bytes, int from, int to) {
    return resetContainer(ValueType.M, bytes, from, to);
  }

  ItemReader resetSet(ValueType setType, byte[] bytes, int from, int to) {
    return resetContainer(setType, bytes, from, to);
  }

  private ItemReader resetContainer(ValueType kind, byte[] bytes, int from, int to) {
    array = bytes;
    end = to;
    container = kind;
    nextEntry = from;
    depth = 0;
    return this;
  }

  /** Encodes one value without a name: tag and payload of {@code docs/formats/item.md}. */
  public static byte[] encode(AttributeValue value) {
    return new ItemWriter().beginValue().value(value).finishValue();
  }

  /**
   * The value that {@link #encode} made these bytes of.
   *
   * @throws ItemFormatException when they are not exactly one value
   */
  public static AttributeValue decode(byte[] bytes) {
    ItemReader reader = new ItemReader().resetContainer(ValueType.L, bytes, 0, bytes.length);
    if (!reader.next()) {
      throw new ItemFormatException("no value");
    }
    AttributeValue value = reader.value();
    if (reader.next()) {
      throw new ItemFormatException("bytes after the value");
    }
    return value;
  }

  /** Moves to the next entry of the current container; false at its end. */
  public boolean next() {
    if (nextEntry >= end) {
      return false;
    }
    int at = nextEntry;
    if (container == ValueType.M) {
      at = readLength(at);
      nameOffset = at;
      nameLength = lengthRead;
      at += nameLength;
    }
    tagged = at;
    if (container.isSet()) {
      type = container.elementType();
    } else {
      require(at < end);
      readTag(array[at++]);
    }
    switch (type) {
      case S, N, B -> {
        valueOffset = readLength(at);
        valueLength = lengthRead;
      }
      case BOOL, NULL -> {
        valueOffset = at;
        valueLength = 0;
      }
      case SS, NS, BS, L, M -> {
        require(end - at >= Integer.BYTES);
        valueLength = ItemLayout.getInt(array, at);
        valueOffset = at + Integer.BYTES;
        require(valueLength >= 0 && valueLength <= end - valueOffset);
      }
    }
    nextEntry = valueOffset + valueLength;
    return true;
  }

  /** Moves within the current map to the attribute of that name; false when there is none left. */
  boolean find(String name) {
    while (next()) {
      if (Utf8.equals(array, nameOffset, nameLength, name)) {
        return true;
      }
    }
    return false;
  }

  /** Makes the container under the reader the current one, placed before its first entry. */
  public void enter() {
    if (!type.isContainer()) {
      throw new IllegalStateException(type + " cannot be entered");
    }
    if (depth == outerEnds.length) {
      if (depth == ItemLayout.MAX_LEVEL) {
        throw new ItemFormatException("nested deeper than " + ItemLayout.MAX_LEVEL);
      }
      int room = depth == 0 ? 8 : ItemLayout.MAX_LEVEL;
      outerEnds = Arrays.copyOf(outerEnds, room);
      outerKinds = Arrays.copyOf(outerKinds, room);
    }
    outerEnds[depth] = end;
    outerKinds[depth] = container;
    depth++;
    container = type;
    end = valueOffset + valueLength;
    nextEntry = valueOffset;
  }

  /** Returns to the container around the current one, behind the latter. */
  public void leave() {
    if (depth == 0) {
      throw new IllegalStateException("nothing was entered");
    }
    nextEntry = end;
    depth--;
    end = outerEnds[depth];
    container = outerKinds[depth];
  }

  /** The array that offsets refer to; not to be changed. */
  public byte[] array() {
    return array;
  }

  /** Type of the value under the reader. */
  public ValueType type() {
    return type;
  }

  /** Whether entries of the current container have names. */
  public boolean inMap() {
    return container == ValueType.M;
  }

  public int nameOffset() {
    return nameOffset;
  }

  public int nameLength() {
    return nameLength;
  }

  public String name() {
    return new String(array, nameOffset, nameLength, StandardCharsets.UTF_8);
  }

  /** Whether the entry under the reader has that name, without decoding it. */
  public boolean nameIs(String name) {
    return Utf8.equals(array, nameOffset, nameLength, name);
  }

  boolean nameIsAmong(Collection<String> names) {
    for (String name : names) {
      if (nameIs(name)) {
        return true;
      }
    }
    return false;
  }

  /** Start of a string's UTF-8, a number's ASCII, a binary's bytes, a container's entries. */
  public int valueOffset() {
    return valueOffset;
  }

  public int valueLength() {
    return valueLength;
  }

  /** The truth of a BOOL. */
  public boolean booleanValue() {
    return truth;
  }

  /** Decodes the value under the reader, which stays there. */
  public AttributeValue value() {
    return switch (type) {
      case S -> new AttributeValue.S(text());
      case N -> new AttributeValue.N(number());
      case B -> new AttributeValue.B(bytes());
      case BOOL -> new AttributeValue.Bool(truth);
      case NULL -> new AttributeValue.Null();
      case SS, NS, BS, L, M -> containerValue();
    };
  }

  /** DynamoDB size of the value under the reader, its name not included. */
  public int valueSizeInBytes() {
    return switch (type) {
      case S, B -> valueLength;
      case N -> numberSize();
      case BOOL, NULL -> ValueSize.BOOLEAN_OR_NULL;
      case SS, NS, BS, L, M -> containerSize();
    };
  }

  /** Start of the value including its tag. */
  int taggedOffset() {
    return tagged;
  }

  /** Levels of nesting the value under the reader takes: 1 for a scalar or a set. */
  int levels() {
    if (type != ValueType.L && type != ValueType.M) {
      return 1;
    }
    Position here = new Position(this);
    int deepest = 0;
    enter();
    while (next()) {
      deepest = Math.max(deepest, levels());
    }
    leave();
    here.restore(this);
    return deepest + 1;
  }

  private int containerSize() {
    ValueType kind = type;
    Position here = new Position(this);
    int size = kind.isSet() ? 0 : ValueSize.CONTAINER;
    enter();
    while (next()) {
      size += valueSizeInBytes();
      if (!kind.isSet()) {
        size += ValueSize.PER_ELEMENT + (kind == ValueType.M ? nameLength : 0);
      }
    }
    leave();
    here.restore(this);
    return size;
  }

  private AttributeValue containerValue() {
    ValueType kind = type;
    Position here = new Position(this);
    enter();
    AttributeValue value =
        switch (kind) {
          case SS -> {
            Set<String> set = new LinkedHashSet<>();
            while (next()) {
              set.add(text());
            }
            yield new AttributeValue.Ss(set);
          }
          case NS -> {
            Set<Number38> set = new LinkedHashSet<>();
            while (next()) {
              set.add(number());
            }
            yield new AttributeValue.Ns(set);
          }
          case BS -> {
            Set<Bytes> set = new LinkedHashSet<>();
            while (next()) {
              set.add(bytes());
            }
            yield new AttributeValue.Bs(set);
          }
          case L -> {
            List<AttributeValue> list = new ArrayList<>();
            while (next()) {
              list.add(value());
            }
            yield new AttributeValue.L(list);
          }
          case M -> new AttributeValue.M(remainingEntries());
          case S, N, B, BOOL, NULL -> throw new IllegalStateException("not a container: " + kind);
        };
    leave();
    here.restore(this);
    return value;
  }

  /** Decodes what is left of the current map. */
  Map<String, AttributeValue> remainingEntries() {
    Map<String, AttributeValue> entries = new LinkedHashMap<>();
    while (next()) {
      String name = name();
      entries.put(name, value());
    }
    return entries;
  }

  private String text() {
    return new String(array, valueOffset, valueLength, StandardCharsets.UTF_8);
  }

  private Number38 number() {
    requireNumber();
    return Number38.ofCanonical(array, valueOffset, valueLength);
  }

  private Bytes bytes() {
    return Bytes.of(Arrays.copyOfRange(array, valueOffset, valueOffset + valueLength));
  }

  private int numberSize() {
    requireNumber();
    return NumberText.sizeInBytes(array, valueOffset, valueLength);
  }

  private void requireNumber() {
    if (!NumberText.isCanonical(array, valueOffset, valueLength)) {
      throw new ItemFormatException("not a canonical number");
    }
  }

  /** The entry under the reader, to return to after a container was walked. */
  private record Position(
      int nameOffset, int nameLength, int tagged, ValueType type, int valueOffset, int length) {
    Position(ItemReader reader) {
      this(
          reader.nameOffset,
          reader.nameLength,
          reader.tagged,
          reader.type,
          reader.valueOffset,
          reader.valueLength);
    }

    void restore(ItemReader reader) {
      reader.nameOffset = nameOffset;
      reader.nameLength = nameLength;
      reader.tagged = tagged;
      reader.type = type;
      reader.valueOffset = valueOffset;
      reader.valueLength = length;
    }
  }

  /** Reads a length into {@link #lengthRead}, checks that so much follows, returns where. */
  private int readLength(int from) {
    int at = from;
    require(at < end);
    int first = array[at++];
    int value = first & 0x7F;
    if (first < 0) {
      int shift = 7;
      int next;
      do {
        require(at < end && shift < 35);
        next = array[at++];
        value |= (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
    }
    require(value >= 0 && value <= end - at);
    lengthRead = value;
    return at;
  }

  private void readTag(byte tag) {
    switch (tag) {
      case ItemLayout.TAG_S -> type = ValueType.S;
      case ItemLayout.TAG_N -> type = ValueType.N;
      case ItemLayout.TAG_B -> type = ValueType.B;
      case ItemLayout.TAG_TRUE -> {
        type = ValueType.BOOL;
        truth = true;
      }
      case ItemLayout.TAG_FALSE -> {
        type = ValueType.BOOL;
        truth = false;
      }
      case ItemLayout.TAG_NULL -> type = ValueType.NULL;
      case ItemLayout.TAG_SS -> type = ValueType.SS;
      case ItemLayout.TAG_NS -> type = ValueType.NS;
      case ItemLayout.TAG_BS -> type = ValueType.BS;
      case ItemLayout.TAG_L -> type = ValueType.L;
      case ItemLayout.TAG_M -> type = ValueType.M;
      default -> throw new ItemFormatException("unknown value tag " + tag);
    }
  }

  private static void require(boolean fits) {
    if (!fits) {
      throw new ItemFormatException("an item's entry does not fit its container");
    }
  }
}
