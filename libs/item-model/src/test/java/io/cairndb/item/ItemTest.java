package io.cairndb.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Items: access by name, DynamoDB's sizes worked out by hand, and the rules the writer enforces.
 */
final class ItemTest {
  private static final String NESTING =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
          + " beyond supported limit";

  private static AttributeValue s(String text) {
    return new AttributeValue.S(text);
  }

  private static AttributeValue n(String text) {
    return new AttributeValue.N(Number38.parse(text));
  }

  private static int sizeOf(String name, AttributeValue value) {
    return Item.of(Map.of(name, value)).sizeInBytes();
  }

  @Test
  void findsAttributesByName() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("pk", s("a"));
    attributes.put("größe", n("12"));
    attributes.put("pkk", new AttributeValue.L(List.of(s("x"))));
    Item item = Item.of(attributes);

    assertEquals(s("a"), item.get("pk"));
    assertEquals(n("12"), item.get("größe"));
    assertNull(item.get("p"));
    assertNull(item.get("grö"));
    assertTrue(item.contains("pkk"));
    assertFalse(item.contains(""));
    assertEquals(3, item.attributeCount());
    assertEquals(List.of("pk", "größe", "pkk"), List.copyOf(item.attributes().keySet()));
  }

  @Test
  void sizesAreDynamoDbs() {
    assertEquals(0, Item.EMPTY.sizeInBytes());
    assertEquals(2 + 5, sizeOf("id", s("hello")));
    assertEquals(3 + 2, sizeOf("ö1", s("ab")));
    assertEquals(1 + 3, sizeOf("a", s("€")));
    assertEquals(1 + 4, sizeOf("a", s("😀")));
    assertEquals(1, sizeOf("a", s("")));
    assertEquals(1 + 3, sizeOf("a", n("-42")));
    assertEquals(1 + 4, sizeOf("a", new AttributeValue.B(Bytes.of(new byte[4]))));
    assertEquals(1 + 1, sizeOf("a", new AttributeValue.Bool(false)));
    assertEquals(1 + 1, sizeOf("a", new AttributeValue.Null()));
    assertEquals(1 + 2 + 3, sizeOf("a", new AttributeValue.Ss(Set.of("bb", "ccc"))));
    assertEquals(
        1 + 2 + 3,
        sizeOf("a", new AttributeValue.Ns(Set.of(Number38.of(1), Number38.parse("1.5")))));
    assertEquals(1 + 2, sizeOf("a", new AttributeValue.Bs(Set.of(Bytes.of(new byte[2])))));
    assertEquals(1 + 3, sizeOf("a", new AttributeValue.L(List.of())));
    assertEquals(1 + 3, sizeOf("a", new AttributeValue.M(Map.of())));
    assertEquals(
        1 + 3 + (1 + 2) + (1 + 1),
        sizeOf("a", new AttributeValue.L(List.of(s("xy"), new AttributeValue.Null()))));
    assertEquals(
        1 + 3 + (1 + 3 + (3 + (1 + 2 + 2))),
        sizeOf(
            "a", new AttributeValue.M(Map.of("key", new AttributeValue.M(Map.of("in", n("7")))))));
  }

  @Test
  void equalityIgnoresOrder() {
    Map<String, AttributeValue> forth = new LinkedHashMap<>();
    forth.put("a", new AttributeValue.Ss(new LinkedHashSet<>(List.of("x", "y"))));
    forth.put("b", n("1"));
    Map<String, AttributeValue> back = new LinkedHashMap<>();
    back.put("b", n("1"));
    back.put("a", new AttributeValue.Ss(new LinkedHashSet<>(List.of("y", "x"))));

    assertEquals(Item.of(forth), Item.of(back));
    assertEquals(Item.of(forth).hashCode(), Item.of(back).hashCode());
    assertNotEquals(Item.of(forth), Item.of(Map.of("b", n("1"))));
  }

  @Test
  void projectionKeepsBytesAndSize() {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("a", s("1"));
    attributes.put("b", new AttributeValue.L(List.of(s("x"), n("2"))));
    attributes.put("c", n("3"));
    Item projected = Item.of(attributes).project(List.of("c", "b", "absent"));

    assertEquals(List.of("b", "c"), List.copyOf(projected.attributes().keySet()));
    attributes.remove("a");
    assertEquals(Item.of(attributes), projected);
    assertEquals(Item.of(attributes).sizeInBytes(), projected.sizeInBytes());
  }

  @Test
  void slicesAreItemsToo() {
    byte[] bytes = Item.of(Map.of("a", s("1"))).bytes();
    byte[] padded = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, padded, 3, bytes.length);
    Item item = Item.wrap(padded, 3, bytes.length);
    assertEquals(s("1"), item.get("a"));
    assertEquals(bytes.length, item.bytes().length);
  }

  /** The attribute is level 1; 31 containers hold a value on level 32, which is the last. */
  @Test
  void nestingEndsAtLevel32() {
    Item deepest = Item.of(Map.of("a", nested(31, s("leaf"))));
    assertEquals(nested(31, s("leaf")), deepest.get("a"));
    assertEquals(deepest, deepest.project(List.of("a")).requireWellFormed());
    Item.of(Map.of("a", nested(31, new AttributeValue.Ss(Set.of("x"))))).requireWellFormed();
    Item.of(Map.of("a", nested(31, new AttributeValue.L(List.of())))).requireWellFormed();

    Map<String, AttributeValue> tooDeep = Map.of("a", nested(32, s("leaf")));
    assertEquals(
        NESTING, assertThrows(InvalidValueException.class, () -> Item.of(tooDeep)).getMessage());
  }

  private static AttributeValue nested(int containers, AttributeValue leaf) {
    AttributeValue value = leaf;
    for (int i = 0; i < containers; i++) {
      value =
          i % 2 == 0
              ? new AttributeValue.L(List.of(value))
              : new AttributeValue.M(Map.of("n", value));
    }
    return value;
  }

  @Test
  void namesAreUniquePerMap() {
    ItemWriter writer = new ItemWriter().begin().name("a").nullValue();
    assertThrows(DuplicateNameException.class, () -> writer.name("a"));
    writer.name("b").beginMap().name("a").bool(true).endMap();
    assertEquals(2, writer.finish().attributeCount());

    ItemWriter many = new ItemWriter().begin();
    for (int i = 0; i < 100; i++) {
      many.name("n" + i).nullValue();
    }
    for (int i = 0; i < 100; i++) {
      String taken = "n" + i;
      assertThrows(DuplicateNameException.class, () -> many.name(taken));
    }
    assertEquals(100, many.finish().attributeCount());
  }

  @Test
  void stringsAndBinariesOfSetsAreOrderedNumbersAreNot() {
    ItemWriter writer = new ItemWriter().begin();
    writer.name("s").beginSet(ValueType.SS);
    for (String element : List.of("two", "\uD83D\uDE00", "", "\uFF5E", "three", "x".repeat(200))) {
      writer.string(element);
    }
    writer.endSet().name("b").beginSet(ValueType.BS);
    writer.binary(new byte[] {-1}, 0, 1).binary(new byte[] {1}, 0, 1);
    writer.endSet().name("n").beginSet(ValueType.NS);
    writer.number(Number38.of(3)).number(Number38.of(1)).number(Number38.of(2));
    Map<String, AttributeValue> attributes = writer.endSet().finish().attributes();
    assertEquals(
        List.of("", "three", "two", "x".repeat(200), "\uFF5E", "\uD83D\uDE00"),
        List.copyOf(assertInstanceOf(AttributeValue.Ss.class, attributes.get("s")).value()));
    assertEquals(
        List.of(Bytes.of(new byte[] {1}), Bytes.of(new byte[] {-1})),
        List.copyOf(assertInstanceOf(AttributeValue.Bs.class, attributes.get("b")).value()));
    assertEquals(
        List.of(Number38.of(3), Number38.of(1), Number38.of(2)),
        List.copyOf(assertInstanceOf(AttributeValue.Ns.class, attributes.get("n")).value()));
  }

  @Test
  void setsAreNotEmpty() {
    assertEquals(
        "One or more parameter values were invalid: An string set  may not be empty",
        setRefusal(ValueType.SS).getMessage());
    assertEquals(
        "One or more parameter values were invalid: An number set  may not be empty",
        setRefusal(ValueType.NS).getMessage());
    assertEquals(
        "One or more parameter values were invalid: Binary sets should not be empty",
        setRefusal(ValueType.BS).getMessage());
  }

  /** Wordings as answered by the service, current and older, for b, a, b and the like. */
  @Test
  void setsHoldNothingTwice() {
    String invalid = "One or more parameter values were invalid: ";
    InvalidValueException strings = setRefusal(ValueType.SS, "b", "a", "b");
    assertEquals(
        invalid + "Input collection [\"a\", \"b\", \"b\"] contains duplicates.",
        strings.getMessage());
    assertEquals(
        invalid + "Input collection [b, a, b] contains duplicates.", strings.olderMessage());
    InvalidValueException binaries = setRefusal(ValueType.BS, "\u007f", "\0", "\0");
    assertEquals(
        invalid + "Input collection [\"AA==\",\"fw==\",\"AA==\"]of type BS contains duplicates.",
        binaries.getMessage());
    assertEquals(
        invalid + "Input collection [fw==, AA==, AA==]of type BS contains duplicates.",
        binaries.olderMessage());
    InvalidValueException numbers = setRefusal(ValueType.NS, "2", "1.0", "1");
    assertEquals(invalid + "Input collection contains duplicates.", numbers.getMessage());
    assertEquals("Input collection contains duplicates", numbers.olderMessage());
  }

  private static InvalidValueException setRefusal(ValueType type, String... elements) {
    ItemWriter writer = new ItemWriter().begin().name("a").beginSet(type);
    for (String element : elements) {
      byte[] bytes = Bytes.utf8(element).toArray();
      switch (type) {
        case SS -> writer.string(bytes, 0, bytes.length);
        case NS -> writer.number(bytes, 0, bytes.length);
        default -> writer.binary(bytes, 0, bytes.length);
      }
    }
    InvalidValueException refused = assertThrows(InvalidValueException.class, writer::endSet);
    writer.name("b").nullValue().finish().requireWellFormed();
    return refused;
  }

  /** A refused number leaves the writer where it was, so a reader of requests can go on. */
  @Test
  void refusalsLeaveTheWriterUsable() {
    ItemWriter writer = new ItemWriter().begin().name("a").beginList();
    byte[] bad = {'x'};
    assertThrows(InvalidValueException.class, () -> writer.number(bad, 0, 1));
    Item item = writer.number(Number38.of(1)).endList().finish();
    assertEquals(new AttributeValue.L(List.of(n("1"))), item.get("a"));
    assertEquals(1 + 3 + 1 + 2, item.sizeInBytes());
  }

  @Test
  void misuseIsRefused() {
    ItemWriter writer = new ItemWriter().begin();
    assertThrows(IllegalStateException.class, writer::nullValue);
    assertThrows(IllegalStateException.class, writer::endMap);
    writer.name("a");
    assertThrows(IllegalStateException.class, () -> writer.name("b"));
    assertThrows(IllegalStateException.class, writer::finish);
    writer.beginSet(ValueType.SS);
    assertThrows(IllegalStateException.class, writer::nullValue);
    assertThrows(IllegalStateException.class, writer::beginMap);
  }

  @Test
  void aWriterIsReusable() {
    ItemWriter writer = new ItemWriter();
    Item large = writer.begin().name("a").string("x".repeat(2_000_000)).finish();
    Item small = writer.begin().name("b").bool(true).finish();
    assertEquals(2_000_001, large.sizeInBytes());
    assertEquals(Map.of("b", new AttributeValue.Bool(true)), small.attributes());
  }
}
