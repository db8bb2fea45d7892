package io.cairndb.fuzz;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.KeyEncoder;
import io.cairndb.item.Number38;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Two numbers, a line each, held against {@link BigDecimal}: value, order, sum and difference. */
final class NumberTarget implements FuzzTarget {
  /** Numbers on whose meaning everybody agrees. */
  private static final Pattern PLAIN =
      Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,60})?([eE][+-]?[0-9]{1,4})?");

  @Override
  public List<byte[]> seeds() {
    return List.of(
        "1\n-1".getBytes(StandardCharsets.UTF_8),
        "9.9999999999999999999999999999999999999E+125\n1E-130".getBytes(StandardCharsets.UTF_8),
        "0.000\n-0".getBytes(StandardCharsets.UTF_8),
        "123456789012345678901234567890.12345678\n1e20".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void run(byte[] input) {
    String[] texts = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    Number38 first = parse(texts[0]);
    Number38 second = parse(texts[texts.length - 1]);
    if (first == null || second == null) {
      return;
    }
    int order = first.toBigDecimal().compareTo(second.toBigDecimal());
    Check.that(Integer.signum(first.compareTo(second)) == order, "order of values");
    byte[] firstKey = KeyEncoder.encode(new AttributeValue.N(first));
    byte[] secondKey = KeyEncoder.encode(new AttributeValue.N(second));
    Check.that(
        Integer.signum(Arrays.compareUnsigned(firstKey, secondKey)) == order, "order of keys");
    arithmetic(first, second);
  }

  private static void arithmetic(Number38 first, Number38 second) {
    BigDecimal sum = first.toBigDecimal().add(second.toBigDecimal());
    BigDecimal difference = first.toBigDecimal().subtract(second.toBigDecimal());
    Check.that(same(sum, () -> first.add(second)), "sum");
    Check.that(same(difference, () -> first.subtract(second)), "difference");
  }

  /** Whether the operation gives that value, or refuses one that cannot be held. */
  private static boolean same(
      BigDecimal expected, java.util.function.Supplier<Number38> operation) {
    try {
      return operation.get().toBigDecimal().compareTo(expected) == 0;
    } catch (InvalidValueException refused) {
      return !holds(expected);
    }
  }

  private static @Nullable Number38 parse(String text) {
    boolean plain = PLAIN.matcher(text).matches();
    Number38 number;
    try {
      number = Number38.parse(text);
    } catch (InvalidValueException refused) {
      // A zero is refused for the exponent it is written with.
      boolean holds = plain && new BigDecimal(text).signum() != 0 && holds(new BigDecimal(text));
      Check.that(!holds, "refused: " + text);
      return null;
    }
    if (plain) {
      Check.that(number.toBigDecimal().compareTo(new BigDecimal(text)) == 0, "value of " + text);
    }
    Check.that(holds(number.toBigDecimal()), "beyond the range: " + text);
    Number38 again = Number38.parse(number.toString());
    Check.that(
        again.equals(number) && again.toString().equals(number.toString()), "text of " + text);
    return number;
  }

  private static boolean holds(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    long exponent = (long) stripped.precision() - stripped.scale() - 1;
    return stripped.signum() == 0
        || (stripped.precision() <= 38 && exponent >= -130 && exponent <= 125);
  }
}
