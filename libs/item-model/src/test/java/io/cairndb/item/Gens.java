package io.cairndb.item;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Generated values, from one seed that every test prints. */
final class Gens {
  private final SplittableRandom random;

  private Gens(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A generator from {@code -Dcairn.seed} or a fresh seed, printed to repeat the run. */
  static Gens announced(Class<?> test) {
    Long given = Long.getLong("cairn.seed");
    long seed = given != null ? given : System.nanoTime();
    System.out.println(
        test.getSimpleName()
            + ": rerun with -Dtest="
            + test.getSimpleName()
            + " -Dcairn.seed="
            + seed);
    return new Gens(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  byte[] bytes(int maxLength) {
    byte[] bytes = new byte[random.nextInt(maxLength + 1)];
    random.nextBytes(bytes);
    // Zeros and 0xFF are where escapes go wrong.
    for (int i = 0; i < bytes.length; i++) {
      int kind = random.nextInt(6);
      if (kind < 2) {
        bytes[i] = (byte) (kind == 0 ? 0 : 0xFF);
      }
    }
    return bytes;
  }

  String text(int maxLength) {
    int length = random.nextInt(maxLength + 1);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(8)) {
        case 0 -> text.append('\0');
        case 1 -> text.appendCodePoint(0x80 + random.nextInt(0x700));
        case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(64));
        default -> text.append((char) ('a' + random.nextInt(4)));
      }
    }
    return text.toString();
  }

  /** Numbers of all lengths and magnitudes, often near each other. */
  Number38 number() {
    if (random.nextInt(10) == 0) {
      return Number38.ZERO;
    }
    int digits = 1 + random.nextInt(random.nextBoolean() ? 3 : 38);
    StringBuilder unscaled = new StringBuilder();
    unscaled.append((char) ('1' + random.nextInt(9)));
    for (int i = 1; i < digits; i++) {
      unscaled.append((char) ('0' + random.nextInt(10)));
    }
    int magnitude = random.nextBoolean() ? random.nextInt(5) - 2 : random.nextInt(256) - 130;
    BigDecimal value = new BigDecimal(new BigInteger(unscaled.toString()), digits - 1 - magnitude);
    return Number38.of(random.nextBoolean() ? value : value.negate());
  }

  AttributeValue scalarKey(int kind) {
    return switch (kind) {
      case 0 -> new AttributeValue.S(text(6));
      case 1 -> new AttributeValue.N(number());
      default -> new AttributeValue.B(Bytes.of(bytes(6)));
    };
  }

  AttributeValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0 -> new AttributeValue.S(text(20));
      case 1 -> new AttributeValue.N(number());
      case 2 -> new AttributeValue.B(Bytes.of(bytes(20)));
      case 3 -> new AttributeValue.Bool(random.nextBoolean());
      case 4 -> new AttributeValue.Null();
      case 5 -> new AttributeValue.Ss(nonEmpty(() -> text(8)));
      case 6 -> new AttributeValue.Ns(nonEmpty(this::number));
      case 7 -> new AttributeValue.Bs(nonEmpty(() -> Bytes.of(bytes(8))));
      case 8 -> {
        List<AttributeValue> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth - 1));
        }
        yield new AttributeValue.L(list);
      }
      default -> new AttributeValue.M(map(random.nextInt(4), depth - 1));
    };
  }

  Map<String, AttributeValue> map(int entries, int depth) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    for (int i = 0; i < entries; i++) {
      map.put(text(6) + i, value(depth));
    }
    return map;
  }

  private <T> Set<T> nonEmpty(java.util.function.Supplier<T> element) {
    Set<T> set = new LinkedHashSet<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      set.add(element.get());
    }
    return set;
  }
}
