package io.cairndb.cli.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type of an attribute has one natural form, and it comes back as it went. */
class DocumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"x\"}|{\"a\":{\"S\":\"x\"}}",
        "{\"a\":0.1e2}|{\"a\":{\"N\":\"0.1e2\"}}",
        "{\"a\":true,\"b\":null}|{\"a\":{\"BOOL\":true},\"b\":{\"NULL\":true}}",
        "{\"a\":[1,[]]}|{\"a\":{\"L\":[{\"N\":\"1\"},{\"L\":[]}]}}",
        "{\"a\":{}}|{\"a\":{\"M\":{}}}",
        "{\"a\":{\"b\":{\"c\":\"\"}}}|{\"a\":{\"M\":{\"b\":{\"M\":{\"c\":{\"S\":\"\"}}}}}}",
        "{\"a\":{\"$ss\":[\"x\",\"y\"]}}|{\"a\":{\"SS\":[\"x\",\"y\"]}}",
        "{\"a\":{\"$ns\":[1,2.50]}}|{\"a\":{\"NS\":[\"1\",\"2.50\"]}}",
        "{\"a\":{\"$b\":\"AAE=\"}}|{\"a\":{\"B\":\"AAE=\"}}",
        "{\"a\":{\"$bs\":[\"AAE=\"]}}|{\"a\":{\"BS\":[\"AAE=\"]}}",
        "{\"a\":{\"$m\":{\"$ss\":1}}}|{\"a\":{\"M\":{\"$ss\":{\"N\":\"1\"}}}}",
        "{\"a\":{\"$m\":{\"$m\":{}}}}|{\"a\":{\"M\":{\"$m\":{\"M\":{}}}}}",
        "{\"a\":{\"$x\":1,\"y\":2}}|{\"a\":{\"M\":{\"$x\":{\"N\":\"1\"},\"y\":{\"N\":\"2\"}}}}",
        "{\"$ss\":1}|{\"$ss\":{\"N\":\"1\"}}",
      })
  void goesBothWays(String natural, String wire) throws JsonException, DocumentException {
    assertEquals(wire, Documents.toItem(JsonParser.parseObject(natural)).toString());
    assertEquals(natural, Documents.fromItem(JsonParser.parseObject(wire)).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"$ss\":[]}}|a: {\"$ss\": …} needs a list that is not empty",
        "{\"a\":{\"$ss\":[1]}}|a: {\"$ss\": …} takes strings only",
        "{\"a\":[{\"$ns\":[\"1\"]}]}|a[0]: {\"$ns\": …} takes numbers only",
        "{\"a\":{\"b\":{\"$b\":\"?\"}}}|a.b: \"?\" is not Base64",
        "{\"a\":{\"$b\":1}}|a: binary is a string in Base64",
        "{\"a\":{\"$m\":1}}|a: {\"$m\": …} needs an object",
      })
  void namesThePlaceOfAMistake(String natural, String message) {
    DocumentException wrong =
        assertThrows(
            DocumentException.class, () -> Documents.toItem(JsonParser.parseObject(natural)));
    assertEquals(message, wrong.getMessage());
  }

  @Test
  void unknownFormSaysHowToWriteAnObject() {
    DocumentException wrong =
        assertThrows(
            DocumentException.class,
            () -> Documents.toItem(JsonParser.parseObject("{\"a\":{\"$ref\":1}}")));
    assertEquals(
        "a: {\"$ref\": …} is none of $ss, $ns, $bs, $b, $m; write {\"$m\": {\"$ref\": …}} for an"
            + " object with a member of that name",
        wrong.getMessage());
  }

  /** Other servers may send numbers that JSON does not allow. */
  @Test
  void numbersAreAlwaysJson() throws JsonException {
    assertEquals(
        "{\"a\":0.5,\"b\":5}",
        Documents.fromItem(JsonParser.parseObject("{\"a\":{\"N\":\".5\"},\"b\":{\"N\":\"+5\"}}"))
            .toString());
  }
}
