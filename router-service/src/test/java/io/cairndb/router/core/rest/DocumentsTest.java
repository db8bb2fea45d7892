package io.cairndb.router.core.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.Number38;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items as documents: nothing is lost, and nothing else is taken for an item. */
class DocumentsTest {
  private static final String[] NAMES = {"a", "$b", "$ss", "$m", "$", "é", "", "x y", "\"\\"};

  private SplittableRandom random = new SplittableRandom(0);

  @Test
  void everyItemComesBackByteForByte() {
    Long given = Long.getLong("cairn.seed");
    long seed = given != null ? given : System.nanoTime();
    System.out.println("DocumentsTest: rerun with -Dtest=DocumentsTest -Dcairn.seed=" + seed);
    random = new SplittableRandom(seed);
    for (int i = 0; i < 3000; i++) {
      Item item = Item.of(map(4));
      String json = Documents.write(Reply.writer(), item).buffer().toString();
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      Item back = Item.of(Documents.readObject(bytes, bytes.length));
      assertArrayEquals(item.bytes(), back.bytes(), json);
    }
  }

  private Map<String, AttributeValue> map(int depth) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      map.put(NAMES[random.nextInt(NAMES.length)], value(depth - 1));
    }
    return map;
  }

  private AttributeValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
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
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth - 1));
        }
        yield new AttributeValue.L(list);
      }
    };
  }

  private <T> Set<T> set(Supplier<T> element) {
    Set<T> set = new LinkedHashSet<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      set.add(element.get());
    }
    return set;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(
          random.nextInt(4) == 0 ? 0x1F600 + random.nextInt(50) : random.nextInt(0x250));
    }
    return text.toString();
  }

  private Number38 number() {
    BigInteger digits = BigInteger.valueOf(random.nextLong()).pow(1 + random.nextInt(2));
    String text = digits.toString();
    String kept = text.length() > 38 ? text.substring(0, 38) : text;
    return Number38.of(new BigDecimal(new BigInteger(kept), random.nextInt(-80, 80)));
  }

  private Bytes bytes() {
    byte[] bytes = new byte[random.nextInt(5)];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  @Test
  void eachTypeHasOneForm() {
    assertEquals(
        "{\"b\":{\"$b\":\"AAE=\"},\"s\":{\"$ss\":[\"x\"]},\"m\":{\"$m\":{\"$b\":1}},"
            + "\"two\":{\"$b\":1,\"c\":2}}",
        reformatted(
            "{\"b\":{\"$b\":\"AAE=\"},\"s\":{\"$ss\":[\"x\"]},\"m\":{\"$m\":{\"$b\":1}},"
                + " \"two\":{\"$b\":1,\"c\":2}}"));
    assertEquals(
        "{\"n\":12345678901234567890123456789012345678}",
        reformatted("{\"n\":12345678901234567890123456789012345678}"));
    assertEquals(
        "{\"$b\":\"not a form at the top\"}", reformatted("{\"$b\":\"not a form at the top\"}"));
  }

  private static String reformatted(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Item item = Item.of(Documents.readObject(bytes, bytes.length));
    return Documents.write(Reply.writer(), item).buffer().toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"a\":{\"$x\":1}}",
        "{\"a\":{\"$ss\":[]}}",
        "{\"a\":{\"$ss\":[1]}}",
        "{\"a\":{\"$ns\":[1,1.0]}}",
        "{\"a\":{\"$b\":\"?\"}}",
        "{\"a\":{\"$m\":1}}",
        "{\"a\":1,\"a\":2}"
      })
  void whatIsNoItemIsRefused(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThrows(ProblemException.class, () -> Documents.readObject(bytes, bytes.length));
  }
}
