package io.cairndb.item;

import io.cairndb.encoding.Varint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the bytes of one item after another in a buffer that is reused, without a tree in between.
 *
 * <p>Between {@link #begin()} and {@link #finish()}, maps (the item itself is one) take {@link
 * #name} and then one value, lists take values, sets take values of their element type. The order
 * of calls is the caller's duty and breaking it an {@link IllegalStateException}; what a client may
 * have sent wrong is an {@link InvalidValueException}, and leaves the writer as if the offending
 * call had not been made, except that a set refused at {@link #endSet()} is closed. So a caller
 * that must first finish reading may go on, and forget the item at the end.
 *
 * <p>Confined to one thread at a time.
 */
public final class ItemWriter {
  private static final int INITIAL_BYTES = 1024;

  /** A buffer grown beyond this by one large item is not kept for the next. */
  private static final int KEEP_BYTES = 1 << 20;

  /** Entries of one map that are compared one by one; beyond, names are kept in a set. */
  private static final int SCANNED_NAMES = 24;

  private byte[] buffer = new byte[INITIAL_BYTES];
  private int position;
  private int size;

  /** Open containers; frame 0 is the item. */
  private final Frame[] frames = new Frame[ItemLayout.MAX_LEVEL + 1];

  private int depth = -1;

  /** One open container. */
  private static final class Frame {
    ValueType kind = ValueType.M;
    int start;
    int count;
    boolean named;
    long nameFilter;
    @Nullable Set<Bytes> names;

    void open(ValueType kind, int start) {
      this.kind = kind;
      this.start = start;
      count = 0;
      named = false;
      nameFilter = 0;
      names = null;
    }
  }

  /** Starts a new item; an unfinished one is forgotten. */
  public ItemWriter begin() {
    if (buffer.length > KEEP_BYTES) {
      buffer = new byte[INITIAL_BYTES];
    }
    position = ItemLayout.HEADER_BYTES;
    size = 0;
    depth = -1;
    push(ValueType.M);
    return this;
  }

  /** The item's bytes, copied out of the buffer, with room for the header they are stored with. */
  public Item finish() {
    if (depth != 0 || frames[0].named) {
      throw new IllegalStateException("unbalanced item");
    }
    depth = -1;
    buffer[0] = ItemLayout.VERSION;
    ItemLayout.putInt(buffer, 1, size);
    byte[] bytes = new byte[StoredItem.HEADER_BYTES + position];
    System.arraycopy(buffer, 0, bytes, StoredItem.HEADER_BYTES, position);
    return Item.behindHeadroom(bytes, StoredItem.HEADER_BYTES);
  }

  /** DynamoDB size of what has been written so far. */
  public int sizeInBytes() {
    return size;
  }

  /** Containers that are open below the item. */
  public int depth() {
    return depth;
  }

  public ItemWriter name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return name(utf8, 0, utf8.length);
  }

  /**
   * Names the next value of the map.
   *
   * @throws DuplicateNameException when the map has that name; write neither name nor value then
   */
  public ItemWriter name(byte[] utf8, int offset, int length) {
    Frame frame = frame();
    if (frame.kind != ValueType.M || frame.named) {
      throw new IllegalStateException("no name is due");
    }
    requireNewName(frame, utf8, offset, length);
    putLengthAndBytes(utf8, offset, length);
    frame.named = true;
    size += length;
    return this;
  }

  public ItemWriter string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return string(utf8, 0, utf8.length);
  }

  public ItemWriter string(byte[] utf8, int offset, int length) {
    startValue(ItemLayout.TAG_S, ValueType.S);
    putLengthAndBytes(utf8, offset, length);
    size += length;
    return this;
  }

  public ItemWriter number(Number38 value) {
    byte[] ascii = value.ascii();
    return canonicalNumber(ascii, 0, ascii.length);
  }

  /**
   * Writes a number given as decimal text in ASCII, in any form DynamoDB reads.
   *
   * @throws InvalidValueException when it is not a number, or not one DynamoDB can hold
   */
  public ItemWriter number(byte[] text, int offset, int length) {
    if (NumberText.isShortCanonical(text, offset, length)) {
      return canonicalNumber(text, offset, length);
    }
    byte[] canonical = NumberText.canonical(text, offset, length);
    return canonicalNumber(canonical, 0, canonical.length);
  }

  public ItemWriter binary(byte[] value, int offset, int length) {
    startValue(ItemLayout.TAG_B, ValueType.B);
    putLengthAndBytes(value, offset, length);
    size += length;
    return this;
  }

  public ItemWriter bool(boolean value) {
    startValue(value ? ItemLayout.TAG_TRUE : ItemLayout.TAG_FALSE, ValueType.BOOL);
    size += ValueSize.BOOLEAN_OR_NULL;
    return this;
  }

  /** Writes DynamoDB's NULL. */
  public ItemWriter nullValue() {
    startValue(ItemLayout.TAG_NULL, ValueType.NULL);
    size += ValueSize.BOOLEAN_OR_NULL;
    return this;
  }

  public ItemWriter beginList() {
    return beginContainer(ValueType.L);
  }

  public ItemWriter endList() {
    return end(ValueType.L);
  }

  public ItemWriter beginMap() {
    return beginContainer(ValueType.M);
  }

  public ItemWriter endMap() {
    return end(ValueType.M);
  }

  /** Starts a set of type SS, NS or BS. */
  public ItemWriter beginSet(ValueType setType) {
    if (!setType.isSet()) {
      throw new IllegalArgumentException(setType + " is not a set");
    }
    return beginContainer(setType);
  }

  /**
   * Closes a set; its strings or binaries are put in order.
   *
   * @throws InvalidValueException when it is empty or holds an element twice
   */
  public ItemWriter endSet() {
    Frame frame = frame();
    if (!frame.kind.isSet()) {
      throw new IllegalStateException("no open set");
    }
    int payload = frame.start + Integer.BYTES;
    end(frame.kind);
    SetRules.settle(frame.kind, frame.count, buffer, payload, position);
    return this;
  }

  /** Writes a decoded value, whatever its type. */
  public ItemWriter value(AttributeValue value) {
    switch (value) {
      case AttributeValue.S s -> string(s.value());
      case AttributeValue.N n -> number(n.value());
      case AttributeValue.B b -> binary(b.value());
      case AttributeValue.Bool bool -> bool(bool.value());
      case AttributeValue.Null ignored -> nullValue();
      case AttributeValue.Ss set -> {
        beginSet(ValueType.SS);
        set.value().forEach(this::string);
        endSet();
      }
      case AttributeValue.Ns set -> {
        beginSet(ValueType.NS);
        set.value().forEach(this::number);
        endSet();
      }
      case AttributeValue.Bs set -> {
        beginSet(ValueType.BS);
        set.value().forEach(this::binary);
        endSet();
      }
      case AttributeValue.L list -> list(list.value());
      case AttributeValue.M map -> {
        beginMap();
        entries(map.value());
        endMap();
      }
    }
    return this;
  }

  /** Writes each entry as a name and a value into the open map. */
  public ItemWriter entries(Map<String, AttributeValue> entries) {
    for (Map.Entry<String, AttributeValue> entry : entries.entrySet()) {
      name(entry.getKey());
      value(entry.getValue());
    }
    return this;
  }

  /** Copies the value under {@code reader}, bytes as they are. */
  public ItemWriter copyValue(ItemReader reader) {
    Frame frame = frame();
    if (frame.kind.isSet()) {
      throw new IllegalStateException("values are not copied into sets");
    }
    if (depth + reader.levels() > ItemLayout.MAX_LEVEL) {
      throw nestingExceeded();
    }
    acceptValue(frame);
    int from = reader.taggedOffset();
    int length = reader.valueOffset() + reader.valueLength() - from;
    ensure(length);
    System.arraycopy(reader.array(), from, buffer, position, length);
    position += length;
    size += reader.valueSizeInBytes();
    return this;
  }

  /** Copies name and value of the map entry under {@code reader}. */
  public ItemWriter copyEntry(ItemReader reader) {
    name(reader.array(), reader.nameOffset(), reader.nameLength());
    return copyValue(reader);
  }

  /** Bytes of the single value written after {@link #beginValue()}. */
  byte[] finishValue() {
    if (depth != 0 || frames[0].count != 1) {
      throw new IllegalStateException("one value was due");
    }
    depth = -1;
    return Arrays.copyOfRange(buffer, ItemLayout.HEADER_BYTES, position);
  }

  ItemWriter beginValue() {
    begin();
    frames[0].kind = ValueType.L;
    return this;
  }

  private void binary(Bytes value) {
    binary(value.array(), value.offset(), value.length());
  }

  private void list(List<AttributeValue> elements) {
    beginList();
    for (AttributeValue element : elements) {
      value(element);
    }
    endList();
  }

  private ItemWriter canonicalNumber(byte[] text, int offset, int length) {
    startValue(ItemLayout.TAG_N, ValueType.N);
    putLengthAndBytes(text, offset, length);
    size += NumberText.sizeInBytes(text, offset, length);
    return this;
  }

  private void startValue(byte tag, ValueType type) {
    Frame frame = frame();
    if (frame.kind.isSet()) {
      if (frame.kind.elementType() != type) {
        throw new IllegalStateException(type + " in a set of type " + frame.kind);
      }
      frame.count++;
      return;
    }
    acceptValue(frame);
    ensure(1);
    buffer[position++] = tag;
  }

  private void acceptValue(Frame frame) {
    if (frame.kind == ValueType.M && !frame.named) {
      throw new IllegalStateException("a name is due");
    }
    if (depth >= ItemLayout.MAX_LEVEL) {
      throw nestingExceeded();
    }
    frame.named = false;
    frame.count++;
    if (depth > 0) {
      size += ValueSize.PER_ELEMENT;
    }
  }

  private ItemWriter beginContainer(ValueType kind) {
    Frame frame = frame();
    if (frame.kind.isSet()) {
      throw new IllegalStateException("a container in a set");
    }
    acceptValue(frame);
    ensure(1 + Integer.BYTES);
    buffer[position++] = ItemLayout.tagOf(kind);
    if (!kind.isSet()) {
      size += ValueSize.CONTAINER;
    }
    push(kind);
    position += Integer.BYTES;
    return this;
  }

  private ItemWriter end(ValueType kind) {
    Frame frame = frame();
    if (depth == 0 || frame.kind != kind || frame.named) {
      throw new IllegalStateException("no open " + kind);
    }
    depth--;
    ItemLayout.putInt(buffer, frame.start, position - frame.start - Integer.BYTES);
    return this;
  }

  private void push(ValueType kind) {
    depth++;
    Frame frame = frames[depth];
    if (frame == null) {
      frame = new Frame();
      frames[depth] = frame;
    }
    frame.open(kind, position);
  }

  private Frame frame() {
    if (depth < 0) {
      throw new IllegalStateException("no open item");
    }
    return frames[depth];
  }

  private static InvalidValueException nestingExceeded() {
    return new InvalidValueException(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
            + " beyond supported limit");
  }

  /** A filter of 64 bits answers for most small maps; a hit is looked up exactly. */
  private void requireNewName(Frame frame, byte[] utf8, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + utf8[i];
    }
    long bit = 1L << ((hash * 0x9E3779B9) >>> 26);
    if (frame.count >= SCANNED_NAMES) {
      if (frame.names == null) {
        frame.names = namesOf(frame);
      }
      if (!frame.names.add(Bytes.of(Arrays.copyOfRange(utf8, offset, offset + length)))) {
        throw duplicate(utf8, offset, length);
      }
    } else if ((frame.nameFilter & bit) != 0 && hasName(frame, utf8, offset, length)) {
      throw duplicate(utf8, offset, length);
    }
    frame.nameFilter |= bit;
  }

  private static DuplicateNameException duplicate(byte[] utf8, int offset, int length) {
    return new DuplicateNameException(new String(utf8, offset, length, StandardCharsets.UTF_8));
  }

  private boolean hasName(Frame frame, byte[] utf8, int offset, int length) {
    ItemReader written = entriesSoFar(frame);
    while (written.next()) {
      int from = written.nameOffset();
      if (written.nameLength() == length
          && Arrays.equals(buffer, from, from + length, utf8, offset, offset + length)) {
        return true;
      }
    }
    return false;
  }

  private Set<Bytes> namesOf(Frame frame) {
    Set<Bytes> names = new HashSet<>();
    ItemReader written = entriesSoFar(frame);
    while (written.next()) {
      int from = written.nameOffset();
      names.add(Bytes.of(Arrays.copyOfRange(buffer, from, from + written.nameLength())));
    }
    return names;
  }

  private ItemReader entriesSoFar(Frame frame) {
    int from = depth == 0 ? frame.start : frame.start + Integer.BYTES;
    return new ItemReader().resetMap(buffer, from, position);
  }

  private void putLengthAndBytes(byte[] source, int offset, int length) {
    ensure(5 + length);
    position = Varint.put(buffer, position, length);
    System.arraycopy(source, offset, buffer, position, length);
    position += length;
  }

  private void ensure(int more) {
    if (buffer.length - position < more) {
      int wanted = Math.max(Math.addExact(position, more), buffer.length * 2);
      buffer = Arrays.copyOf(buffer, wanted);
    }
  }
}
