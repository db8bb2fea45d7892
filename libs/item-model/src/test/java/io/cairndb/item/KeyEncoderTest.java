package io.cairndb.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The order of encoded keys is DynamoDB's order, and the bytes are those of the format document.
 */
final class KeyEncoderTest {
  private static final List<ScalarType> TYPES = List.of(ScalarType.S, ScalarType.N, ScalarType.B);

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 02",
    "1, 03820b00",
    "10, 03830b00",
    "12, 03830d00",
    "123, 03840d1f00",
    "0.05, 03803300",
    "1E-130, 03000b00",
    "9.9E125, 03ff6400",
    "-1, 017df4ff",
    "-12, 017cf2ff",
    "-9.9E125, 01009bff",
    "-1E-130, 01fff4ff",
  })
  void numbersAreTheBytesOfTheFormat(String number, String expected) {
    assertEquals(expected, hex(KeyEncoder.encode(new AttributeValue.N(Number38.parse(number)))));
  }

  @Test
  void stringsAndBinariesAreTheBytesOfTheFormat() {
    assertEquals("0001", hex(KeyEncoder.encode(new AttributeValue.S(""))));
    assertEquals("61620001", hex(KeyEncoder.encode(new AttributeValue.S("ab"))));
    assertEquals("6100ff620001", hex(KeyEncoder.encode(new AttributeValue.S("a\0b"))));
    assertEquals("c3b60001", hex(KeyEncoder.encode(new AttributeValue.S("ö"))));
    assertEquals(
        "00ffff00ff0001",
        hex(KeyEncoder.encode(new AttributeValue.B(Bytes.of(new byte[] {0, -1, 0})))));
    assertEquals("6100ff", hex(KeyEncoder.encodePrefix(new AttributeValue.S("a\0"))));
  }

  @Test
  void otherTypesAreNotKeys() {
    assertThrows(
        IllegalArgumentException.class, () -> KeyEncoder.encode(new AttributeValue.Bool(true)));
    assertThrows(
        IllegalArgumentException.class,
        () -> KeyEncoder.encodePrefix(new AttributeValue.N(Number38.ZERO)));
  }

  /** Order of encodings is order of values, no encoding begins another, and each decodes. */
  @Test
  void singleValuesKeepTheirOrder() {
    Gens gens = Gens.announced(KeyEncoderTest.class);
    for (int i = 0; i < 60_000; i++) {
      int kind = i % 3;
      AttributeValue a = gens.scalarKey(kind);
      AttributeValue b = gens.scalarKey(kind);
      byte[] first = KeyEncoder.encode(a);
      byte[] second = KeyEncoder.encode(b);
      int expected = Integer.signum(compare(a, b));
      assertEquals(expected, Integer.signum(Arrays.compareUnsigned(first, second)));
      if (expected != 0) {
        assertFalse(Bytes.of(first).startsWith(Bytes.of(second)));
      }
      assertEquals(a, KeyEncoder.decode(TYPES.get(kind), first, 0));
      assertEquals(first.length, KeyEncoder.end(TYPES.get(kind), first, 0));
    }
  }

  @Test
  void compositesKeepTheirOrder() {
    Gens gens = Gens.announced(KeyEncoderTest.class);
    for (int i = 0; i < 20_000; i++) {
      List<KeyAttribute> attributes = new ArrayList<>();
      List<AttributeValue> a = new ArrayList<>();
      List<AttributeValue> b = new ArrayList<>();
      for (int part = 1 + gens.below(4); part > 0; part--) {
        int kind = gens.below(3);
        attributes.add(new KeyAttribute("k" + part, TYPES.get(kind)));
        AttributeValue value = gens.scalarKey(kind);
        a.add(value);
        b.add(gens.below(2) == 0 ? value : gens.scalarKey(kind));
      }
      int expected = 0;
      for (int part = 0; part < a.size() && expected == 0; part++) {
        expected = Integer.signum(compare(a.get(part), b.get(part)));
      }
      byte[] first = KeyEncoder.encode(a);
      assertEquals(expected, Integer.signum(Arrays.compareUnsigned(first, KeyEncoder.encode(b))));
      assertEquals(a, KeyEncoder.decode(attributes, first, 0));
      assertEquals(first.length, KeyEncoder.end(attributes, first, 0));
    }
  }

  @Test
  void prefixesArePrefixes() {
    Gens gens = Gens.announced(KeyEncoderTest.class);
    for (int i = 0; i < 20_000; i++) {
      String text = gens.text(4);
      String start = gens.text(2);
      assertEquals(
          text.startsWith(start),
          Bytes.of(KeyEncoder.encode(new AttributeValue.S(text)))
              .startsWith(Bytes.of(KeyEncoder.encodePrefix(new AttributeValue.S(start)))));
    }
  }

  @Test
  void keysOfItemsAndOfMapsAgree() {
    KeySchema schema =
        new KeySchema(
            List.of(new KeyAttribute("p", ScalarType.S)),
            List.of(new KeyAttribute("n", ScalarType.N), new KeyAttribute("b", ScalarType.B)));
    Gens gens = Gens.announced(KeyEncoderTest.class);
    for (int i = 0; i < 2_000; i++) {
      Map<String, AttributeValue> key =
          Map.of("n", gens.scalarKey(1), "b", gens.scalarKey(2), "p", gens.scalarKey(0));
      ItemKey encoded = ItemKey.of(schema, key);
      assertEquals(encoded, ItemKey.of(schema, Item.of(key)));
      assertEquals(TokenHash.of(encoded.partition()), encoded.token());
      assertArrayEquals(KeyEncoder.encode(List.of(key.get("n"), key.get("b"))), encoded.sort());
    }
    Map<String, AttributeValue> incomplete = Map.of("p", gens.scalarKey(0));
    assertThrows(IllegalArgumentException.class, () -> ItemKey.of(schema, incomplete));
    Map<String, AttributeValue> mistyped =
        Map.of("n", gens.scalarKey(0), "b", gens.scalarKey(2), "p", gens.scalarKey(0));
    assertThrows(IllegalArgumentException.class, () -> ItemKey.of(schema, Item.of(mistyped)));
  }

  /** Published vectors of MurmurHash3 x64-128, first halves. */
  @Test
  void tokensAreMurmur3() {
    assertEquals(0L, TokenHash.of(new byte[0]));
    assertEquals(0xcbd8a7b341bd9b02L, TokenHash.of(Bytes.utf8("hello").toArray()));
    assertEquals(
        0xe34bbc7bbc071b6cL,
        TokenHash.of(Bytes.utf8("The quick brown fox jumps over the lazy dog").toArray()));
  }

  private static int compare(AttributeValue a, AttributeValue b) {
    return switch (a) {
      case AttributeValue.S s ->
          Bytes.utf8(s.value()).compareTo(Bytes.utf8(((AttributeValue.S) b).value()));
      case AttributeValue.N n -> n.value().compareTo(((AttributeValue.N) b).value());
      case AttributeValue.B binary -> binary.value().compareTo(((AttributeValue.B) b).value());
      default -> throw new IllegalArgumentException(a.typeCode());
    };
  }

  @Test
  void numbersSortOverTheWholeRange() {
    List<String> ascending =
        List.of(
            "-9.9999999999999999999999999999999999999E125",
            "-1E125",
            "-123.5",
            "-123.4",
            "-100",
            "-99",
            "-10",
            "-9",
            "-1.5",
            "-1",
            "-0.5",
            "-0.05",
            "-1E-129",
            "-1E-130",
            "0",
            "1E-130",
            "1.5E-130",
            "1E-129",
            "0.05",
            "0.5",
            "1",
            "1.5",
            "9",
            "10",
            "99",
            "100",
            "123.4",
            "123.5",
            "1E125",
            "9.9999999999999999999999999999999999999E125");
    byte[] previous = {};
    for (String text : ascending) {
      byte[] key = KeyEncoder.encode(new AttributeValue.N(Number38.parse(text)));
      assertTrue(Arrays.compareUnsigned(previous, key) < 0, text);
      assertTrue(key.length <= 22, text);
      previous = key;
    }
  }
}
