package io.cairndb.conformance.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tour in the documents, typed into a shell as printed: only the address is that of the server
 * under test. Every {@code …} of the printed answers stands for any text.
 */
class TourIT {
  private static final String SEPARATOR = "--- end of the answer ---";
  private static final String ADDRESS = "api=http://localhost:8000/v1";

  /** A line to type and what is printed then. */
  private record Step(String command, List<String> answer) {}

  private static Path document() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(at.resolve("docs/rest-tour.md"))) {
      at = Objects.requireNonNull(at.getParent(), "no documents above");
    }
    return at.resolve("docs/rest-tour.md");
  }

  private static List<Step> steps() throws IOException {
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(document())) {
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside && line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2), new ArrayList<>()));
      } else if (inside) {
        steps.getLast().answer().add(line);
      }
    }
    return steps;
  }

  @Test
  void theTourIsAsPrinted() throws Exception {
    for (String table : new String[] {"notes", "orders"}) {
      Rest.send("DELETE", "/v1/tables/" + table, "");
      Waiting.until("no " + table, () -> Rest.get("/v1/tables/" + table).status() == 404);
    }
    List<Step> steps = steps();
    assertTrue(steps.size() > 20, "a tour has steps");
    assertEquals(ADDRESS, steps.getFirst().command());
    String root = Rest.address().toString().replaceAll("/$", "");
    String script =
        steps.stream()
            .map(step -> step.command().replace(ADDRESS, "api=" + root + "/v1"))
            .map(command -> command + "\necho\necho '" + SEPARATOR + "'\n")
            .collect(Collectors.joining());
    List<String> answers = run(script);
    assertEquals(steps.size(), answers.size(), "answers");
    for (int i = 0; i < answers.size(); i++) {
      Step step = steps.get(i);
      String printed = String.join("\n", step.answer());
      assertTrue(
          pattern(printed).matcher(answers.get(i)).matches(),
          step.command() + "\nprinted: " + printed + "\nanswer:  " + answers.get(i));
    }
  }

  private static Pattern pattern(String printed) {
    return Pattern.compile(
        Stream.of(printed.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  private static List<String> run(String script) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("bash", "-s").redirectErrorStream(true).start();
    try (var in = shell.outputWriter(StandardCharsets.UTF_8)) {
      in.write(script);
    }
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(shell.waitFor(60, TimeUnit.SECONDS), "the shell ends");
    String[] answers = output.split(Pattern.quote(SEPARATOR), -1);
    return Stream.of(answers).limit(answers.length - 1L).map(String::strip).toList();
  }
}
