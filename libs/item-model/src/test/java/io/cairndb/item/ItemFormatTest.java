package io.cairndb.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Version 1 of the item format, byte by byte, as {@code docs/formats/item.md} gives it: these bytes
 * must be readable for ever.
 */
final class ItemFormatTest {
  private static final String GOLDEN =
      """
      01 00000039
      02 706b 01 05 68656c6c6f
      01 6e 02 05 2d31322e35
      01 62 03 02 00ff
      01 74 04
      01 66 05
      01 7a 06
      02 7373 07 00000006 01 79 03 c3b678
      02 6e73 08 00000005 01 31 02 3130
      02 6273 09 00000003 00 01 80
      01 6c 0a 00000005 01 01 61 06 05
      01 6d 0b 00000009 01 6b 0b 00000002 00 06
      """;

  private static byte[] golden() {
    return HexFormat.of().parseHex(GOLDEN.replaceAll("\\s", ""));
  }

  private static Map<String, AttributeValue> attributes() {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    map.put("pk", new AttributeValue.S("hello"));
    map.put("n", new AttributeValue.N(Number38.parse("-12.50")));
    map.put("b", new AttributeValue.B(Bytes.of(new byte[] {0, -1})));
    map.put("t", new AttributeValue.Bool(true));
    map.put("f", new AttributeValue.Bool(false));
    map.put("z", new AttributeValue.Null());
    map.put("ss", new AttributeValue.Ss(new LinkedHashSet<>(List.of("y", "öx"))));
    map.put(
        "ns", new AttributeValue.Ns(new LinkedHashSet<>(List.of(Number38.of(1), Number38.of(10)))));
    LinkedHashSet<Bytes> binaries = new LinkedHashSet<>();
    binaries.add(Bytes.of(new byte[] {-128}));
    binaries.add(Bytes.EMPTY);
    map.put("bs", new AttributeValue.Bs(binaries));
    map.put(
        "l",
        new AttributeValue.L(
            List.of(
                new AttributeValue.S("a"),
                new AttributeValue.Null(),
                new AttributeValue.Bool(false))));
    map.put(
        "m",
        new AttributeValue.M(
            Map.of("k", new AttributeValue.M(Map.of("", new AttributeValue.Null())))));
    return map;
  }

  @Test
  void version1IsWritten() {
    assertEquals(
        GOLDEN.replaceAll("\\s", ""), HexFormat.of().formatHex(Item.of(attributes()).bytes()));
  }

  @Test
  void version1IsRead() {
    Item item = Item.wrap(golden()).requireWellFormed();
    assertEquals(attributes(), item.attributes());
    assertEquals(0x39, item.sizeInBytes());
  }

  @Test
  void longLengthsTakeMoreBytes() {
    byte[] bytes = Item.of(Map.of("a", new AttributeValue.S("x".repeat(300)))).bytes();
    assertEquals(5 + 2 + 1 + 2 + 300, bytes.length);
    assertEquals("ac02", HexFormat.of().formatHex(bytes, 8, 10));
  }

  @Test
  void otherVersionsAreRefused() {
    byte[] bytes = golden();
    bytes[0] = 2;
    assertThrows(ItemFormatException.class, () -> Item.wrap(bytes));
    assertThrows(ItemFormatException.class, () -> Item.wrap(new byte[4]));
  }

  @Test
  void storedItemsCarryTheirTimestamp() {
    Item item = Item.of(Map.of("a", new AttributeValue.Null()));
    byte[] bytes = new StoredItem(0x0102030405060708L, 0x090a0b0c0d0e0f10L, item).encode();
    assertEquals(
        "01" + "0102030405060708" + "090a0b0c0d0e0f10" + "0100000002016106",
        HexFormat.of().formatHex(bytes));
    StoredItem decoded = StoredItem.decode(bytes);
    assertEquals(item, decoded.item());
    assertArrayEquals(item.bytes(), decoded.item().bytes());
    bytes[0] = 9;
    assertThrows(ItemFormatException.class, () -> StoredItem.decode(bytes));
  }

  @Test
  void decodedCollectionsDoNotChange() {
    Item item = Item.of(Map.of("a", new AttributeValue.Ss(Set.of("x"))));
    assertThrows(UnsupportedOperationException.class, () -> item.attributes().clear());
    AttributeValue.Ss set = (AttributeValue.Ss) Objects.requireNonNull(item.get("a"));
    assertThrows(UnsupportedOperationException.class, () -> set.value().clear());
  }
}
