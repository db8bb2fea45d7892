package io.cairndb.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Engine keys: the bytes of the format document, and ranges that hold what they should. */
final class KeyLayoutTest {
  private static final UUID GROUP = UUID.fromString("01936c00-0000-7000-8000-00000000000a");
  private static final KeySchema SCHEMA =
      new KeySchema(
          List.of(new KeyAttribute("p", ScalarType.S)),
          List.of(new KeyAttribute("s", ScalarType.N)));

  private static ItemKey key(String partition, int sort) {
    return ItemKey.of(
        KeyEncoder.encode(new AttributeValue.S(partition)),
        KeyEncoder.encode(new AttributeValue.N(Number38.of(sort))));
  }

  private static void assertHex(String expected, byte[] actual) {
    assertEquals(expected.replace(" ", ""), HexFormat.of().formatHex(actual));
  }

  @Test
  void keysAreTheBytesOfTheFormat() {
    ItemKey base = new ItemKey(0x0102030405060708L, new byte[] {'p', 0, 1}, new byte[] {2});
    String start = "01936c0000007000800000000000000a 0102030405060708 700001";
    assertHex(start + "10 02", KeyLayout.item(GROUP, base));
    assertHex(start + "30 02", KeyLayout.intent(GROUP, base));
    assertHex(start + "20 ff 610001 02", KeyLayout.localEntry(GROUP, base, 255, bytes("610001")));
    ItemKey indexKey = new ItemKey(0x1112131415161718L, bytes("670001"), bytes("680001"));
    assertHex(
        "01936c0000007000800000000000000a 1112131415161718 670001 10 680001 700001 02",
        KeyLayout.globalEntry(GROUP, indexKey, base));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void partsCanBeTakenOut() {
    ItemKey base = key("a\0b", -3);
    byte[] engineKey = KeyLayout.item(GROUP, base);
    assertEquals(GROUP, KeyLayout.groupOf(engineKey));
    assertEquals(base.token(), KeyLayout.tokenOf(engineKey));
    assertEquals(KeyLayout.FAMILY_ITEM, KeyLayout.familyOf(SCHEMA, engineKey));
    assertEquals(base, KeyLayout.itemKeyOf(SCHEMA, engineKey));
    assertEquals(
        KeyLayout.FAMILY_INTENT, KeyLayout.familyOf(SCHEMA, KeyLayout.intent(GROUP, base)));
    assertThrows(ItemFormatException.class, () -> KeyLayout.tokenOf(new byte[5]));
    byte[] cut = KeyLayout.partitionPrefix(GROUP, base);
    assertThrows(ItemFormatException.class, () -> KeyLayout.familyOf(SCHEMA, cut));
  }

  @Test
  void rangesHoldTheirKeys() {
    ItemKey base = key("p", 7);
    byte[] item = KeyLayout.item(GROUP, base);
    byte[] entry = KeyLayout.localEntry(GROUP, base, 3, bytes("0001"));
    assertWithin(KeyLayout.partitionPrefix(GROUP, base), item);
    assertWithin(KeyLayout.partitionPrefix(GROUP, base), entry);
    assertWithin(KeyLayout.familyPrefix(GROUP, base, KeyLayout.FAMILY_ITEM), item);
    assertWithin(KeyLayout.localPrefix(GROUP, base, 3), entry);
    assertWithin(KeyLayout.groupLower(GROUP), item);
    assertWithin(KeyLayout.tokenLower(GROUP, base.token()), item);
    assertTrue(Arrays.compareUnsigned(item, upper(KeyLayout.tokenUpper(GROUP, base.token()))) < 0);
    assertTrue(Arrays.compareUnsigned(item, KeyLayout.tokenLower(GROUP, base.token() + 1)) < 0);
    byte[] lastToken = KeyLayout.item(GROUP, new ItemKey(-1, base.partition(), base.sort()));
    assertArrayEquals(upper(KeyLayout.groupUpper(GROUP)), upper(KeyLayout.tokenUpper(GROUP, -1)));
    assertTrue(Arrays.compareUnsigned(lastToken, upper(KeyLayout.groupUpper(GROUP))) < 0);
  }

  private static void assertWithin(byte[] prefix, byte[] key) {
    assertTrue(Arrays.compareUnsigned(prefix, key) <= 0);
    assertTrue(Arrays.compareUnsigned(key, upper(KeyLayout.successor(prefix))) < 0);
  }

  private static byte[] upper(byte @org.jspecify.annotations.Nullable [] bound) {
    if (bound == null) {
      throw new AssertionError("an open bound");
    }
    return bound;
  }

  @Test
  void successorCarries() {
    assertArrayEquals(bytes("0102"), KeyLayout.successor(bytes("0101")));
    assertArrayEquals(bytes("02"), KeyLayout.successor(bytes("01ffff")));
    assertNull(KeyLayout.successor(bytes("ffff")));
    assertNull(KeyLayout.successor(new byte[0]));
  }
}
