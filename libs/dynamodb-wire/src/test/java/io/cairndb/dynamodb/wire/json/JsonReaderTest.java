package io.cairndb.dynamodb.wire.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.error.ErrorType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of RFC 8259, strictly, and nothing beyond it. */
class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{'a':1}",
        "[1,]",
        "[1 2]",
        "[,1]",
        "[}",
        "{]",
        "01",
        "-",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "tru",
        "nul",
        "True",
        "\"a",
        "\"a\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800\\ud800\"",
        "\"\t\"",
        "\"\u0000\"",
        "1 2",
        "{} {}",
        "{}x"
      })
  void malformedJsonIsRefusedWithoutMessage(String json) {
    assertMalformed(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c080",
        "c1bf",
        "c2",
        "c241",
        "e08080",
        "e09fbf",
        "eda080",
        "edbfbf",
        "e282",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "f09f98",
        "ff",
        "fe"
      })
  void textThatIsNotUtf8IsRefused(String hex) {
    assertMalformed(HexFormat.of().parseHex("22" + hex + "22"));
    assertMalformed(HexFormat.of().parseHex("7b22" + hex + "223a317d"));
  }

  @Test
  void stringsAreReadWhateverTheyContain() {
    assertEquals("", string("\"\""));
    assertEquals(
        "plain text longer than eight bytes", string("\"plain text longer than eight bytes\""));
    assertEquals("q\"b\\s/b\bf\fn\nr\rt\t", string("\"q\\\"b\\\\s\\/b\\bf\\fn\\nr\\rt\\t\""));
    assertEquals("Aé€😀", string("\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\""));
    assertEquals("é€😀\uD7FF\uE000\uFFFF", string("\"é€😀\uD7FF\uE000\uFFFF\""));
    assertEquals("é and \n and é", string("\"é and \\n and é\""));
    assertEquals("\u0000\u007f", string("\"\\u0000\u007f\""));
    assertEquals(
        "x".repeat(5000) + "\n" + "y".repeat(5000),
        string("\"" + "x".repeat(5000) + "\\n" + "y".repeat(5000) + "\""));
  }

  /** Every position of a special byte relative to the eight-byte stride. */
  @Test
  void specialBytesAreFoundAtAnyOffset() {
    for (int before = 0; before < 20; before++) {
      for (String special : new String[] {"é", "\\n", "😀", "\u007f"}) {
        String raw = "a".repeat(before) + special + "bcdefghijklm";
        assertEquals(raw.replace("\\n", "\n"), string("\"" + raw + "\""));
      }
      assertMalformed(
          ("\"" + "a".repeat(before) + "\u001f" + "bcdefghijk\"").getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "-0", "10", "1.5", "-1.50", "1e5", "1E-5", "12345678901234567890.5e+10"})
  void numbersAreGivenAsWritten(String number) {
    JsonReader reader = new JsonReader().reset(number.getBytes(StandardCharsets.UTF_8));
    assertEquals(JsonReader.Token.NUMBER, reader.peek());
    reader.readNumber();
    reader.requireEnd();
    assertEquals(number, reader.textString());
  }

  @Test
  void nestingIsBounded() {
    int depth = JsonReader.MAX_DEPTH;
    skip("[".repeat(depth) + "]".repeat(depth));
    assertMalformed(
        ("[".repeat(depth + 1) + "]".repeat(depth + 1)).getBytes(StandardCharsets.UTF_8));
    assertMalformed("{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void emptyContainersDoNotConfuseCommas() {
    skip("{\"a\":{},\"b\":[],\"c\":[[],[]],\"d\":[{},{}]}");
    assertMalformed("{\"a\":{}\"b\":1}".getBytes(StandardCharsets.UTF_8));
    assertMalformed("[[]1]".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void sliceOfTheInputIsUsedWhereNothingIsEscaped() {
    byte[] json = "\"héllo\"".getBytes(StandardCharsets.UTF_8);
    JsonReader reader = new JsonReader().reset(json);
    reader.readString();
    assertEquals(json, reader.text());
    assertArrayEquals(
        "héllo".getBytes(StandardCharsets.UTF_8),
        Arrays.copyOfRange(json, reader.textOffset(), reader.textOffset() + reader.textLength()));
  }

  private static String string(String json) {
    JsonReader reader = new JsonReader().reset(json.getBytes(StandardCharsets.UTF_8));
    reader.readString();
    reader.requireEnd();
    return reader.textString();
  }

  private static void skip(String json) {
    JsonReader reader = new JsonReader().reset(json.getBytes(StandardCharsets.UTF_8));
    reader.skipValue();
    reader.requireEnd();
  }

  private static void assertMalformed(byte[] json) {
    DynamoDbException thrown =
        assertThrows(
            DynamoDbException.class,
            () -> {
              JsonReader reader = new JsonReader().reset(json);
              reader.skipValue();
              reader.requireEnd();
            });
    assertEquals(ErrorType.SERIALIZATION, thrown.type());
    assertEquals(null, thrown.getMessage());
  }
}
