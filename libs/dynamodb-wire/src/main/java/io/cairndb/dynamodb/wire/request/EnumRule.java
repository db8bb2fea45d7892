package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of an enumeration. Immutable.
 *
 * <p>Constants are given in the order in which DynamoDB's message lists them, which is nobody
 * else's.
 */
final class EnumRule<E extends Enum<E>> {
  private final E[] constants;
  private final byte[][] names;
  private final @Nullable String newerText;

  private EnumRule(E[] constants, @Nullable String newerText) {
    this.constants = constants;
    this.newerText = newerText;
    this.names =
        Arrays.stream(constants)
            .map(c -> c.name().getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  static <E extends Enum<E>> EnumRule<E> of(E... inMessageOrder) {
    return new EnumRule<>(inMessageOrder, null);
  }

  /** With the list that DynamoDB's newer text gives, which is not quite that of the constants. */
  EnumRule<E> newerList(String list) {
    return new EnumRule<>(
        constants, "Failed to satisfy constraint: Member must satisfy enum value set: " + list);
  }

  /** The newer text of a violation, which names neither value nor member; null when none. */
  @Nullable String newerText() {
    return newerText;
  }

  /** The constant whose name was just read, or null. */
  @Nullable E find(JsonReader json) {
    for (int i = 0; i < names.length; i++) {
      if (json.textIs(names[i])) {
        return constants[i];
      }
    }
    return null;
  }

  String constraint() {
    return "Member must satisfy enum value set: " + Arrays.toString(constants);
  }
}
