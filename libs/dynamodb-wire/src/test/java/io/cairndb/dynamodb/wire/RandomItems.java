package io.cairndb.dynamodb.wire;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Number38;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Items of any shape, from a seed. */
public final class RandomItems {
  private static final int[] INTERESTING = {
    'a', 'b', '"', '\\', '/', '\n', '\r', '\t', '\b', '\f', 0, 0x1F, 0x7F, 0x80, 0x7FF, 0x800,
    0x20AC, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF
  };

  private final Random random;

  public RandomItems(long seed) {
    random = new Random(seed);
  }

  public Map<String, AttributeValue> item() {
    return map(0);
  }

  private Map<String, AttributeValue> map(int depth) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    int count = random.nextInt(depth == 0 ? 40 : 6);
    for (int i = 0; i < count; i++) {
      map.put(text(), value(depth + 1));
    }
    return map;
  }

  private AttributeValue value(int depth) {
    return switch (random.nextInt(depth > 6 ? 8 : 10)) {
      case 0 -> new AttributeValue.S(text());
      case 1 -> new AttributeValue.N(number());
      case 2 -> new AttributeValue.B(bytes());
      case 3 -> new AttributeValue.Bool(random.nextBoolean());
      case 4 -> new AttributeValue.Null();
      case 5 -> new AttributeValue.Ss(set(this::text));
      case 6 -> new AttributeValue.Ns(set(this::number));
      case 7 -> new AttributeValue.Bs(set(this::bytes));
      case 8 -> new AttributeValue.M(map(depth));
      default -> {
        List<AttributeValue> list = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
          list.add(value(depth + 1));
        }
        yield new AttributeValue.L(list);
      }
    };
  }

  private <T> Set<T> set(Supplier<T> element) {
    Set<T> set = new LinkedHashSet<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      set.add(element.get());
    }
    return set;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(30);
    boolean plain = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          plain ? 'a' + random.nextInt(26) : INTERESTING[random.nextInt(INTERESTING.length)]);
    }
    return text.toString();
  }

  private Number38 number() {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    int digits = 1 + random.nextInt(38);
    for (int i = 0; i < digits; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return Number38.parse(text + "e" + (random.nextInt(160) - 100));
  }

  private Bytes bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
