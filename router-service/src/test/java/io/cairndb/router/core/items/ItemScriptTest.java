package io.cairndb.router.core.items;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the scripts: a line {@code > Operation {json}} is a request, the line below it the answer.
 * {@code $(x*2049)} stands for as many x. With {@code -Drewrite} the answers found replace those
 * expected; whoever runs it so must read the difference.
 */
class ItemScriptTest {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("cairn.root", ".."))
          .resolve("router-service/src/test/resources/testdata/items");
  private static final Pattern REPEATED = Pattern.compile("\\$\\((.)\\*(\\d+)\\)");

  static Stream<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void answersAsWritten(String name) throws Exception {
    Path file = SCRIPTS.resolve(name);
    String expected = Files.readString(file);
    StringBuilder found = new StringBuilder();
    try (ItemsFixture fixture = new ItemsFixture()) {
      List<String> lines = expected.lines().toList();
      boolean answered = false;
      for (String line : lines) {
        if (answered && !line.isEmpty() && !line.startsWith("#") && !line.startsWith(">")) {
          continue;
        }
        answered = line.startsWith(">");
        found.append(line).append('\n');
        if (answered) {
          found.append(run(fixture, line.substring(1).trim())).append('\n');
        }
      }
    }
    if (System.getProperty("rewrite") != null) {
      Files.writeString(file, found);
    }
    assertEquals(expected, found.toString());
  }

  private static String run(ItemsFixture fixture, String request) {
    int space = request.indexOf(' ');
    String body =
        REPEATED
            .matcher(request.substring(space + 1))
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        match.group(1).repeat(Integer.parseInt(match.group(2)))));
    return shortened(fixture.call(request.substring(0, space), body));
  }

  /** Long runs of one character, as the request may have put them there. */
  private static String shortened(String answer) {
    return Pattern.compile("(.)\\1{40,}")
        .matcher(answer)
        .replaceAll(
            run ->
                Matcher.quoteReplacement("$(" + run.group(1) + "*" + run.group().length() + ")"));
  }
}
