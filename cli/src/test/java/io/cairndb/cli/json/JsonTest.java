package io.cairndb.cli.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person wrote is what is sent: text survives, numbers keep their digits. */
class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "-0",
        "1.50",
        "1e-7",
        "12345678901234567890123456789012345678",
        "{\"b\":1,\"a\":[true,false,null,{\"c\":\"\"}]}",
        "\"\\\"\\\\ \\n\\r\\t\\u0000\\u007f é 😀 \\ud800\"",
      })
  void writesWhatItRead(String text) throws JsonException {
    assertEquals(text, JsonText.compact(JsonParser.parse(text)));
    assertEquals(
        text, JsonText.compact(JsonParser.parse(JsonText.indented(JsonParser.parse(text)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|unexpected end at character 1",
        "{|a member's name in double quotes is needed, not the end at character 2",
        "{\"a\":1,}|a member's name in double quotes is needed, not '}' at character 8",
        "{\"a\" 1}|':' is needed, not '1' at character 6",
        "{\"a\":1,\"a\":2}|member \"a\" is given twice at character 8",
        "[1 2]|']' is needed, not '2' at character 4",
        "01|unexpected '1' after the end at character 2",
        "1.|a digit is needed, not the end at character 3",
        "1e+|a digit is needed, not the end at character 4",
        "+1|unexpected '+' at character 1",
        "NaN|unexpected 'N' at character 1",
        "nul|unexpected 'n' at character 1",
        "\"a|unexpected end of a string at character 3",
        "\"\\x\"|unknown escape \\x at character 4",
        "\"\\u12g4\"|four hexadecimal digits are needed after \\u at character 6",
        "{} {}|unexpected '{' after the end at character 4",
      })
  void saysWhatIsWrongAndWhere(String text, String message) {
    JsonException wrong = assertThrows(JsonException.class, () -> JsonParser.parse(text));
    assertEquals(message, wrong.getMessage());
  }

  /** A hostile depth must not end in a stack overflow. */
  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void refusesEndlessNesting(String opening) {
    JsonException wrong =
        assertThrows(JsonException.class, () -> JsonParser.parse(opening.repeat(100_000)));
    assertTrue(String.valueOf(wrong.getMessage()).startsWith("nested too deeply"));
  }
}
