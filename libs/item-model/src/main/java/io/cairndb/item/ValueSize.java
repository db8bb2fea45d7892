package io.cairndb.item;

/**
 * DynamoDB's size of a value, which decides item limits, page ends and capacity: UTF-8 length of
 * names and strings, length of binaries, digits of numbers ({@link NumberText#sizeInBytes}), one
 * byte for BOOL and NULL, the sum of its elements for a set, and for lists and maps three bytes
 * plus one for every element beside the elements themselves.
 */
final class ValueSize {
  static final int BOOLEAN_OR_NULL = 1;
  static final int CONTAINER = 3;
  static final int PER_ELEMENT = 1;

  private ValueSize() {}

  static int of(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> Utf8.length(s.value());
      case AttributeValue.N n -> n.value().sizeInBytes();
      case AttributeValue.B b -> b.value().length();
      case AttributeValue.Bool ignored -> BOOLEAN_OR_NULL;
      case AttributeValue.Null ignored -> BOOLEAN_OR_NULL;
      case AttributeValue.Ss set -> {
        int size = 0;
        for (String element : set.value()) {
          size += Utf8.length(element);
        }
        yield size;
      }
      case AttributeValue.Ns set -> {
        int size = 0;
        for (Number38 element : set.value()) {
          size += element.sizeInBytes();
        }
        yield size;
      }
      case AttributeValue.Bs set -> {
        int size = 0;
        for (Bytes element : set.value()) {
          size += element.length();
        }
        yield size;
      }
      case AttributeValue.L list -> {
        int size = CONTAINER;
        for (AttributeValue element : list.value()) {
          size += PER_ELEMENT + of(element);
        }
        yield size;
      }
      case AttributeValue.M map -> {
        int size = CONTAINER;
        for (var entry : map.value().entrySet()) {
          size += PER_ELEMENT + Utf8.length(entry.getKey()) + of(entry.getValue());
        }
        yield size;
      }
    };
  }
}
