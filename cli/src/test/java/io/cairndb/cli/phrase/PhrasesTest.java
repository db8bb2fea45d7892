package io.cairndb.cli.phrase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.cli.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Literals and names become placeholders; whatever else there is goes through untouched. */
class PhrasesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a = 'x'|#n0 = :v0|{\":v0\":{\"S\":\"x\"}}",
        "a='it''s'|#n0=:v0|{\":v0\":{\"S\":\"it's\"}}",
        "year >= -1.5e3|#n0 >= :v0|{\":v0\":{\"N\":\"-1.5e3\"}}",
        "a.b[3].c = a|#n0.#n1[3].#n2 = #n0|{}",
        "a = true and not b = NULL|#n0 = :v0 and not #n1 = :v1"
            + "|{\":v0\":{\"BOOL\":true},\":v1\":{\"NULL\":true}}",
        "size(a) BETWEEN 1 AND 2|size(#n0) BETWEEN :v0 AND :v1"
            + "|{\":v0\":{\"N\":\"1\"},\":v1\":{\"N\":\"2\"}}",
        "begins_with(a, 'x') OR a IN ('y')|begins_with(#n0, :v0) OR #n0 IN (:v1)"
            + "|{\":v0\":{\"S\":\"x\"},\":v1\":{\"S\":\"y\"}}",
        "\"odd name\" = {\"$b\":\"AAE=\"}|#n0 = :v0|{\":v0\":{\"B\":\"AAE=\"}}",
        "a = {\"b\":\"}\"}|#n0 = :v0|{\":v0\":{\"M\":{\"b\":{\"S\":\"}\"}}}}",
      })
  void replacesLiteralsAndNames(String phrase, String expression, String values)
      throws PhraseException {
    Phrases phrases = new Phrases();
    assertEquals(expression, phrases.expression(phrase));
    Json.Builder request = Json.object();
    phrases.addTo(request);
    assertEquals(values, request.build().object("ExpressionAttributeValues").toString());
  }

  @Test
  void phrasesOfARequestShareTheirPlaceholders() throws PhraseException {
    Phrases phrases = new Phrases();
    assertEquals("#n0 = :v0", phrases.expression("a = 1"));
    assertEquals("#n1 = :v1 AND #n0 > :v2", phrases.expression("b = 2 AND a > 3"));
    Json.Builder request = Json.object();
    phrases.addTo(request);
    assertEquals(
        "{\"#n0\":\"a\",\"#n1\":\"b\"}",
        request.build().object("ExpressionAttributeNames").toString());
  }

  @Test
  void updatesHaveKeywordsAndPlaceholdersOfTheUsers() throws PhraseException {
    Phrases phrases = new Phrases(Map.of("#n0", "x"), Map.of(":v0", Json.of(7)));
    assertEquals(
        "SET #n1 = if_not_exists(#n1, :v1), #n0 = :v0 REMOVE #n2.#n3[0]",
        phrases.update("SET a = if_not_exists(a, 1), #n0 = :v0 REMOVE b.c[0]"));
    assertEquals("#n4 = :v2", phrases.expression("set = 2"), "no keyword of a condition");
    Json.Builder request = Json.object();
    phrases.addTo(request);
    assertEquals(
        "{\":v0\":{\"N\":\"7\"},\":v1\":{\"N\":\"1\"},\":v2\":{\"N\":\"2\"}}",
        request.build().object("ExpressionAttributeValues").toString());
    assertTrue(request.build().toString().contains("\"#n0\":\"x\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`  `|the expression is empty",
        "a = 'x|a ' is not closed",
        "a = {\"b\"|a { is not closed",
        "a = {b}|{b}:",
        "a = 1.|1.:",
        "a = {\"$ss\":[]}|the value:",
      })
  void saysWhatCannotBeRead(String phrase, String message) {
    PhraseException wrong =
        assertThrows(PhraseException.class, () -> new Phrases().expression(phrase));
    assertTrue(String.valueOf(wrong.getMessage()).startsWith(message), wrong.getMessage());
  }
}
