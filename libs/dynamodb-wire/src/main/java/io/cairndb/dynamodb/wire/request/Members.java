package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The members of one structure that are read, in the order in which DynamoDB checks them. An
 * ordinal is a member's position in that order. Immutable.
 */
final class Members {
  private final String shape;
  private final List<String> names;
  private final byte[][] encoded;
  private final long required;
  private final ParameterStyles styles;
  private final Wording wording;
  private final long named;

  /** How a request says what is wrong with it, apart from violated constraints. */
  enum Wording {
    /** Values are judged in the older of two wordings. */
    OLDER,
    CURRENT,
    /** As the current one, and every fault is counted like a violated constraint. */
    COUNTED
  }

  private Members(
      String shape,
      List<String> names,
      long required,
      ParameterStyles styles,
      Wording wording,
      long named) {
    this.shape = shape;
    this.names = names;
    this.encoded =
        names.stream().map(n -> n.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    this.required = required;
    this.styles = styles;
    this.wording = wording;
    this.named = named;
  }

  /**
   * @param shape name of the structure in the API model
   */
  static Members of(String shape, String... names) {
    if (names.length > Long.SIZE) {
      throw new IllegalArgumentException("too many members: " + shape);
    }
    return new Members(shape, List.of(names), 0, ParameterStyles.NONE, Wording.CURRENT, 0);
  }

  Members required(String... members) {
    return new Members(shape, names, mask(members), styles, wording, named);
  }

  /** The parameters that came before expressions, in the order in which errors name them. */
  Members legacy(String... members) {
    return new Members(
        shape, names, required, styles.legacy(mask(members), members), wording, named);
  }

  /** The expressions that may use values, and after them that which may not. */
  Members expressions(String... members) {
    ParameterStyles withExpressions =
        styles.expressions(
            mask(members),
            mask("ExpressionAttributeNames"),
            names.contains("ExpressionAttributeValues") ? mask("ExpressionAttributeValues") : 0,
            members,
            names);
    return new Members(shape, names, required, withExpressions, wording, named);
  }

  Members wording(Wording requestWording) {
    return new Members(shape, names, required, styles, requestWording, named);
  }

  Wording wording() {
    return wording;
  }

  /**
   * Members whose violated constraints DynamoDB reports in its newer form: by the name in the model
   * and without the value.
   */
  Members named(String... members) {
    return new Members(shape, names, required, styles, wording, mask(members));
  }

  boolean isNamed(int ordinal) {
    return (named & 1L << ordinal) != 0;
  }

  String shape() {
    return shape;
  }

  /** Names as in the model, by ordinal. */
  List<String> names() {
    return names;
  }

  /** The name of a member as in the model. */
  String name(int ordinal) {
    return names.get(ordinal);
  }

  ParameterStyles styles() {
    return styles;
  }

  /** Bits of the ordinals that must be present. */
  long required() {
    return required;
  }

  /** As in DynamoDB's messages: names with their first letter in lower case. */
  List<String> pathNames() {
    return names.stream()
        .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
        .toList();
  }

  /** The ordinal of the name just read, or -1. */
  int find(JsonReader json) {
    byte[] text = json.text();
    int from = json.textOffset();
    int length = json.textLength();
    for (int i = 0; i < encoded.length; i++) {
      byte[] name = encoded[i];
      if (name.length == length
          && name[0] == text[from]
          && Arrays.equals(name, 0, length, text, from, from + length)) {
        return i;
      }
    }
    return -1;
  }

  private long mask(String... members) {
    long mask = 0;
    for (String member : members) {
      int ordinal = names.indexOf(member);
      if (ordinal < 0) {
        throw new IllegalArgumentException(member + " is not a member of " + shape);
      }
      mask |= 1L << ordinal;
    }
    return mask;
  }
}
