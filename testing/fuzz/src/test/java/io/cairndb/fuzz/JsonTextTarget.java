package io.cairndb.fuzz;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The JSON of the command line: what is read is read the same after it was written. */
final class JsonTextTarget implements FuzzTarget {

  @Override
  public List<byte[]> seeds() {
    return Stream.of(
            "{\"a\": [1, -2.50e+3, true, false, null], \"b\": {\"c\": \"\\u00e9\\n\\\"\"}}",
            "{\"$ss\": [\"x\"], \"$b\": \"AA==\"}",
            "[[[[[[]]]]]]",
            "\"\\ud83d\\ude00\"",
            "{\"a\": 1, \"a\": 2}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void run(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Json value;
    try {
      value = JsonParser.parse(text);
    } catch (JsonException refused) {
      return;
    }
    String written = JsonText.compact(value);
    try {
      Check.that(JsonParser.parse(written).equals(value), text + " became " + written);
    } catch (JsonException refused) {
      throw new AssertionError(text + " became " + written, refused);
    }
  }
}
