package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Number38;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How values compare, as DynamoDB has it. */
final class Values {
  private Values() {}

  /** Same type and same value: numbers by magnitude, sets and maps in any order, lists in order. */
  static boolean equal(AttributeValue left, AttributeValue right) {
    return left.equals(right);
  }

  /** Whether the two have an order: strings, numbers or binaries, both of one type. */
  static boolean comparable(AttributeValue left, AttributeValue right) {
    return switch (left) {
      case AttributeValue.S ignored -> right instanceof AttributeValue.S;
      case AttributeValue.N ignored -> right instanceof AttributeValue.N;
      case AttributeValue.B ignored -> right instanceof AttributeValue.B;
      case AttributeValue.Bool ignored -> false;
      case AttributeValue.Null ignored -> false;
      case AttributeValue.Ss ignored -> false;
      case AttributeValue.Ns ignored -> false;
      case AttributeValue.Bs ignored -> false;
      case AttributeValue.L ignored -> false;
      case AttributeValue.M ignored -> false;
    };
  }

  /** Orders two values that are {@link #comparable}. */
  static int compare(AttributeValue left, AttributeValue right) {
    if (left instanceof AttributeValue.N a && right instanceof AttributeValue.N b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof AttributeValue.S a && right instanceof AttributeValue.S b) {
      return compareUtf8(a.value(), b.value());
    }
    if (left instanceof AttributeValue.B a && right instanceof AttributeValue.B b) {
      return a.value().compareTo(b.value());
    }
    throw new IllegalArgumentException(left.typeCode() + " and " + right.typeCode());
  }

  /**
   * Strings are ordered as their UTF-8 bytes. That is the order of code points, which the order of
   * Java's chars departs from where surrogates meet the characters above them.
   */
  private static int compareUtf8(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogateA = Character.isSurrogate(a);
        boolean surrogateB = Character.isSurrogate(b);
        return surrogateA == surrogateB ? Character.compare(a, b) : (surrogateA ? 1 : -1);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  static boolean beginsWith(AttributeValue value, AttributeValue prefix) {
    if (value instanceof AttributeValue.S text && prefix instanceof AttributeValue.S start) {
      return text.value().startsWith(start.value());
    }
    return value instanceof AttributeValue.B bytes
        && prefix instanceof AttributeValue.B start
        && bytes.value().startsWith(start.value());
  }

  static boolean contains(AttributeValue container, AttributeValue element) {
    return switch (container) {
      case AttributeValue.S text ->
          element instanceof AttributeValue.S part
              && RunSearch.contains(text.value(), part.value());
      case AttributeValue.B bytes ->
          element instanceof AttributeValue.B part
              && RunSearch.contains(bytes.value(), part.value());
      case AttributeValue.Ss set ->
          element instanceof AttributeValue.S one && set.value().contains(one.value());
      case AttributeValue.Ns set ->
          element instanceof AttributeValue.N one && set.value().contains(one.value());
      case AttributeValue.Bs set ->
          element instanceof AttributeValue.B one && set.value().contains(one.value());
      case AttributeValue.L list -> list.value().contains(element);
      case AttributeValue.N ignored -> false;
      case AttributeValue.Bool ignored -> false;
      case AttributeValue.Null ignored -> false;
      case AttributeValue.M ignored -> false;
    };
  }

  /** The function {@code size}; null for types that have none. */
  static @Nullable AttributeValue size(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S text -> number(text.value().length());
      case AttributeValue.B bytes -> number(bytes.value().length());
      case AttributeValue.Ss set -> number(set.value().size());
      case AttributeValue.Ns set -> number(set.value().size());
      case AttributeValue.Bs set -> number(set.value().size());
      case AttributeValue.L list -> number(list.value().size());
      case AttributeValue.M map -> number(map.value().size());
      case AttributeValue.N ignored -> null;
      case AttributeValue.Bool ignored -> null;
      case AttributeValue.Null ignored -> null;
    };
  }

  private static AttributeValue number(int value) {
    return new AttributeValue.N(Number38.parse(Integer.toString(value)));
  }

  /** Whether values of this type have an order. */
  static boolean isOrdered(AttributeValue value) {
    return comparable(value, value);
  }

  /** As error messages show it: {@code AttributeValue: {N:5}}. */
  static String describe(AttributeValue value) {
    String content =
        switch (value) {
          case AttributeValue.S text -> text.value();
          case AttributeValue.N number -> number.value().toString();
          case AttributeValue.B bytes ->
              new String(
                  Base64.getEncoder().encode(bytes.value().toArray()), StandardCharsets.ISO_8859_1);
          case AttributeValue.Bool bool -> Boolean.toString(bool.value());
          case AttributeValue.Null ignored -> "true";
          case AttributeValue.Ss set -> set.value().toString();
          case AttributeValue.Ns set -> set.value().toString();
          case AttributeValue.Bs set -> set.value().toString();
          case AttributeValue.L list -> list.value().toString();
          case AttributeValue.M map -> map.value().toString();
        };
    return "AttributeValue: {" + value.typeCode() + ":" + content + "}";
  }

  /** The long name of a type, which some messages use. */
  static String longTypeName(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S ignored -> "STRING";
      case AttributeValue.N ignored -> "NUMBER";
      case AttributeValue.B ignored -> "BINARY";
      case AttributeValue.Bool ignored -> "BOOLEAN";
      case AttributeValue.Null ignored -> "NULL";
      case AttributeValue.Ss ignored -> "SS";
      case AttributeValue.Ns ignored -> "NS";
      case AttributeValue.Bs ignored -> "BS";
      case AttributeValue.L ignored -> "LIST";
      case AttributeValue.M ignored -> "MAP";
    };
  }
}
