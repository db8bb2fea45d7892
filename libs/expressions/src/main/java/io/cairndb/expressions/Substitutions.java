package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names and values of one request, with a record of which of them its expressions used. All
 * expressions of a request are compiled with the same instance; {@link #requireAllUsed} comes last.
 * Confined to the request.
 */
public final class Substitutions {
  private static final int NAME_BYTES_MAX = 65_535;

  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private final Set<String> usedNames = new HashSet<>(4);
  private final Set<String> usedValues = new HashSet<>(4);

  /**
   * @param names from {@code #name} to attribute name
   * @param values from {@code :value} to value
   */
  public Substitutions(Map<String, String> names, Map<String, AttributeValue> values) {
    this.names = names;
    this.values = values;
  }

  public static Substitutions none() {
    return new Substitutions(Map.of(), Map.of());
  }

  /**
   * Checks the keys of the two parameters as DynamoDB does before it looks at any expression.
   *
   * @param names null when the parameter is absent
   * @param values null when the parameter is absent
   * @throws InvalidExpressionException when a parameter is empty, has a malformed key or a name
   *     beyond DynamoDB's size
   */
  public static Substitutions checked(
      @Nullable Map<String, String> names, @Nullable Map<String, AttributeValue> values) {
    if (names != null) {
      requireKeys("ExpressionAttributeNames", '#', names.keySet());
      names.values().forEach(Substitutions::requireNameSize);
    }
    if (values != null) {
      requireKeys("ExpressionAttributeValues", ':', values.keySet());
    }
    return new Substitutions(names == null ? Map.of() : names, values == null ? Map.of() : values);
  }

  private static void requireNameSize(String name) {
    // A character takes at most three bytes, so that short names need no encoding.
    if (name.length() > NAME_BYTES_MAX / 3
        && name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      throw new InvalidExpressionException(
          "Attribute name is too large, must be less than 65536 bytes");
    }
  }

  private static void requireKeys(String parameter, char sigil, Collection<String> keys) {
    if (keys.isEmpty()) {
      throw new InvalidExpressionException(parameter + " must not be empty");
    }
    for (String key : keys) {
      if (!isReference(key, sigil)) {
        throw new InvalidExpressionException(
            parameter + " contains invalid key: Syntax error; key: \"" + key + "\"");
      }
    }
  }

  private static boolean isReference(String key, char sigil) {
    if (key.length() < 2 || key.charAt(0) != sigil) {
      return false;
    }
    for (int i = 1; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && c != '_') {
        return false;
      }
    }
    return true;
  }

  /** Null when the request does not define the name. */
  @Nullable String name(String reference) {
    String name = names.get(reference);
    if (name != null) {
      usedNames.add(reference);
    }
    return name;
  }

  /** Null when the request does not define the value. */
  @Nullable AttributeValue value(String reference) {
    AttributeValue value = values.get(reference);
    if (value != null) {
      usedValues.add(reference);
    }
    return value;
  }

  /**
   * Every name and value must be used by some expression of the request.
   *
   * @throws InvalidExpressionException naming those that are not; names come before values
   */
  public void requireAllUsed() {
    requireUsed("ExpressionAttributeNames", names.keySet(), usedNames);
    requireUsed("ExpressionAttributeValues", values.keySet(), usedValues);
  }

  private static void requireUsed(String parameter, Set<String> given, Set<String> used) {
    if (used.size() == given.size()) {
      return;
    }
    List<String> unused = given.stream().filter(key -> !used.contains(key)).toList();
    throw new InvalidExpressionException(
        "Value provided in "
            + parameter
            + " unused in expressions: keys: {"
            + String.join(", ", unused)
            + "}");
  }
}
