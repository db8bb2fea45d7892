package io.cairndb.item.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.Number38;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An index holds exactly the items that have its keys, with exactly the projected attributes. */
final class IndexEntriesTest {
  private static final KeyAttribute PK = new KeyAttribute("pk", ScalarType.S);
  private static final KeyAttribute G = new KeyAttribute("g", ScalarType.S);
  private static final KeyAttribute R = new KeyAttribute("r", ScalarType.N);

  private static SecondaryIndex index(Projection.Kind kind, List<String> more) {
    return new SecondaryIndex(
        new UUID(1, 2),
        "byG",
        SecondaryIndex.Scope.GLOBAL,
        0,
        new KeySchema(List.of(G), List.of(R)),
        new Projection(kind, more));
  }

  private static TableSchema table(SecondaryIndex index) {
    return new TableSchema(
        new UUID(3, 4),
        new UUID(3, 4),
        "t",
        1,
        new KeySchema(List.of(PK), List.of()),
        List.of(),
        List.of(index),
        Optional.empty(),
        Optional.empty());
  }

  private static final SecondaryIndex ALL = index(Projection.Kind.ALL, List.of());

  private static AttributeValue s(String text) {
    return new AttributeValue.S(text);
  }

  private static Item item(AttributeValue g, AttributeValue r) {
    return Item.of(Map.of("pk", s("1"), "x", s("2"), "y", s("3"), "g", g, "r", r));
  }

  private static final AttributeValue ONE = new AttributeValue.N(Number38.of(1));

  @Test
  void projectionsHoldWhatTheyName() {
    Item item = item(s("g"), ONE);
    assertSame(item, project(ALL, item).orElseThrow());
    assertEquals(Set.of("pk", "g", "r"), names(index(Projection.Kind.KEYS_ONLY, List.of()), item));
    assertEquals(
        Set.of("pk", "g", "r", "x"),
        names(index(Projection.Kind.INCLUDE, List.of("x", "absent")), item));
  }

  @Test
  void itemsWithoutUsableKeysAreNotInTheIndex() {
    assertEquals(Optional.empty(), project(ALL, Item.of(Map.of("pk", s("1"), "g", s("g")))));
    assertEquals(Optional.empty(), project(ALL, Item.of(Map.of("pk", s("1"), "r", ONE))));
    assertEquals(Optional.empty(), project(ALL, item(ONE, ONE)));
    assertEquals(Optional.empty(), project(ALL, item(s(""), ONE)));
    assertEquals(Optional.empty(), project(ALL, item(s("x".repeat(2049)), ONE)));
  }

  @Test
  void writesThatNoIndexCouldHoldAreRefused() {
    IndexEntries.requireIndexable(table(ALL), Item.of(Map.of("pk", s("1"))));
    IndexEntries.requireIndexable(table(ALL), item(s("x".repeat(2048)), ONE));
    assertEquals(
        "One or more parameter values were invalid: Type mismatch for Index Key r Expected: N"
            + " Actual: NULL IndexName: byG",
        refusal(item(s("g"), new AttributeValue.Null())));
    assertEquals(
        "One or more parameter values are not valid. A value specified for a secondary index key"
            + " is not supported. The AttributeValue for a key attribute cannot contain an empty"
            + " string value. IndexName: byG, IndexKey: g",
        refusal(item(s(""), ONE)));
    assertEquals(
        "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S"
            + " Actual: B IndexName: byG",
        refusal(item(new AttributeValue.B(Bytes.EMPTY), ONE)));
    assertEquals(
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size"
            + " limit of2048 bytes",
        refusal(item(s("x".repeat(2049)), ONE)));
  }

  private static Optional<Item> project(SecondaryIndex index, Item item) {
    return IndexEntries.project(table(index), index, item);
  }

  private static Set<String> names(SecondaryIndex index, Item item) {
    return project(index, item).orElseThrow().attributes().keySet();
  }

  private static String refusal(Item item) {
    return assertThrows(
            InvalidValueException.class, () -> IndexEntries.requireIndexable(table(ALL), item))
        .olderMessage();
  }
}
