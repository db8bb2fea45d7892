package io.cairndb.dynamodb.wire.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What a client is told of a faulty request, word by word. Each case of {@code
 * testdata/requests.txt} is an operation and a body, and below it the answer; {@code -Drewrite}
 * writes the answers anew.
 */
class RequestScriptTest {
  private static final Path SCRIPT = Path.of("src/test/resources/testdata/requests.txt");

  @Test
  void answersAreThoseOfTheScript() throws IOException {
    List<String> actual = new ArrayList<>();
    List<String> script = Files.readAllLines(SCRIPT, StandardCharsets.UTF_8);
    int cases = 0;
    for (String line : script) {
      if (line.startsWith("  ")) {
        continue;
      }
      actual.add(line);
      if (!line.isBlank() && !line.startsWith("#")) {
        actual.add("  " + answer(line));
        cases++;
      }
    }
    if (Boolean.getBoolean("rewrite")) {
      Files.write(SCRIPT, actual, StandardCharsets.UTF_8);
    }
    assertTrue(cases > 100, "cases: " + cases);
    assertEquals(String.join("\n", script), String.join("\n", actual));
  }

  private static String answer(String line) {
    int space = line.indexOf(' ');
    String operation = line.substring(0, space);
    byte[] body = line.substring(space + 1).getBytes(StandardCharsets.UTF_8);
    try {
      var parser = Objects.requireNonNull(RequestParsers.BY_OPERATION.get(operation));
      return parser.apply(body).toString();
    } catch (DynamoDbException e) {
      return e.type().shortName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
  }
}
