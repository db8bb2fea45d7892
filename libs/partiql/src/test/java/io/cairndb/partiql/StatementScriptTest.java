package io.cairndb.partiql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.item.AttributeValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the scripts: a line {@code > statement} is followed by what it parses to, written out in
 * full, and by what it is bound to; or by the message. {@code \n} stands for a line break; every
 * parameter is the string {@code p}. With {@code -Drewrite} the answers found replace those
 * expected; whoever runs it so must read the difference.
 */
class StatementScriptTest {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("cairn.root", "../.."))
          .resolve("libs/partiql/src/test/resources/testdata");

  static Stream<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void answersAsWritten(String name) throws IOException {
    Path file = SCRIPTS.resolve(name);
    String expected = Files.readString(file);
    StringBuilder found = new StringBuilder();
    boolean answered = false;
    for (String line : expected.lines().toList()) {
      if (answered && !line.isEmpty() && !line.startsWith("#") && !line.startsWith("> ")) {
        continue;
      }
      answered = line.startsWith("> ");
      found.append(line).append('\n');
      if (answered) {
        found.append(answer(line.substring(2).replace("\\n", "\n")));
      }
    }
    if (System.getProperty("rewrite") != null) {
      Files.writeString(file, found);
    }
    assertEquals(expected, found.toString());
  }

  private static String answer(String text) {
    StringBuilder answer = new StringBuilder();
    try {
      StatementParser.Parsed parsed = StatementParser.parse(text);
      answer.append(StatementText.of(parsed.statement())).append('\n');
      List<AttributeValue> parameters =
          Collections.nCopies(parsed.parameters(), new AttributeValue.S("p"));
      answer.append(StatementBinder.bind(text, parameters)).append('\n');
    } catch (InvalidStatementException refused) {
      answer.append("! ").append(refused.getMessage()).append('\n');
    }
    return answer.toString();
  }
}
