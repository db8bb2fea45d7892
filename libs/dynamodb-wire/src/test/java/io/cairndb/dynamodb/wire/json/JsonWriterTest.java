package io.cairndb.dynamodb.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  @Test
  void commasStandBetweenMembersAndElements() {
    assertEquals(
        "{\"a\":1,\"b\":[1,\"x\",true,{},[]],\"c\":{\"d\":false},\"e\":1.0}",
        json(
            out -> {
              out.beginObject();
              out.member("a").number(1L);
              out.member("b").beginArray().number(1L).string("x").bool(true);
              out.beginObject().endObject().beginArray().endArray().endArray();
              out.member("c").beginObject().member("d").bool(false).endObject();
              out.name("e").number(1.0);
              out.endObject();
            }));
  }

  @Test
  void stringsAreEscapedTheSameFromTextAndFromUtf8() {
    String text = "q\" b\\ / \b\f\n\r\t \u0000\u001f\u007f é € 😀 plain and long enough to stride";
    String expected =
        "\"q\\\" b\\\\ / \\b\\f\\n\\r\\t \\u0000\\u001f\u007f é € 😀 plain and long enough to"
            + " stride\"";
    assertEquals(expected, json(out -> out.string(text)));
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(expected, json(out -> out.string(utf8, 0, utf8.length)));
    assertEquals("\"\uFFFDx\"", json(out -> out.string("\uD800x")));
  }

  @Test
  void doublesArePlainWithOneDecimalWherePossible() {
    assertEquals("0.0", json(out -> out.number(0.0)));
    assertEquals("0.5", json(out -> out.number(0.5)));
    assertEquals("-0.5", json(out -> out.number(-0.5)));
    assertEquals("12345678.0", json(out -> out.number(12345678.0)));
    assertEquals("0.1", json(out -> out.number(0.1)));
    assertEquals("0.25", json(out -> out.number(0.25)));
    assertEquals("1.0E20", json(out -> out.number(1e20)));
  }

  @Test
  void doublesReadBackAsTheSame() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      double value = Math.round(random.nextDouble() * 1e7) / (i % 2 == 0 ? 10.0 : 1000.0);
      assertEquals(value, Double.parseDouble(json(out -> out.number(value))));
    }
  }

  @Test
  void longsAndTimestamps() {
    for (long value : new long[] {0, 9, 10, -1, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertEquals(Long.toString(value), json(out -> out.number(value)));
    }
    assertEquals("1795308903.0", json(out -> out.timestamp(Instant.ofEpochSecond(1795308903))));
    assertEquals("1.03", json(out -> out.timestamp(Instant.ofEpochMilli(1030))));
    assertEquals("1.003", json(out -> out.timestamp(Instant.ofEpochMilli(1003))));
    assertEquals("1.5", json(out -> out.timestamp(Instant.ofEpochMilli(1500))));
    assertEquals("17", json(out -> out.seconds(Instant.ofEpochMilli(17_999))));
  }

  @Test
  void base64IsThatOfTheStandard() {
    Random random = new Random(11);
    for (int length = 0; length < 100; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      assertEquals(
          '"' + Base64.getEncoder().encodeToString(bytes) + '"',
          json(out -> out.base64(bytes, 0, bytes.length)));
    }
  }

  @Test
  void checksumIsThatOfTheBytes() {
    WireBuffer buffer = new WireBuffer(1);
    buffer.putAscii("{}");
    assertEquals(2745614147L, buffer.crc32());
    assertEquals("{}", buffer.toString());
    assertEquals(2, buffer.size());
    assertEquals(0, buffer.clear().size());
  }

  private static String json(Consumer<JsonWriter> write) {
    WireBuffer buffer = new WireBuffer(1);
    write.accept(new JsonWriter(buffer));
    return buffer.toString();
  }
}
