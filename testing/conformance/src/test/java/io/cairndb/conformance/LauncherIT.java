package io.cairndb.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's refusals: one sentence and an exit code, before it builds anything. */
final class LauncherIT {
  /** All that the launcher calls before it has found a JDK. */
  private static final List<String> TOOLS = List.of("bash", "dirname", "readlink", "grep", "head");

  @TempDir private Path directory;

  private record Outcome(int code, String output) {}

  private static Path launcher() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(at.resolve("cairn"))) {
      at = Objects.requireNonNull(at.getParent(), "no launcher above");
    }
    return at.resolve("cairn");
  }

  private static Outcome run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", launcher().toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  @Test
  void saysThatThereIsNoJdkAndWhatToDo() throws IOException, InterruptedException {
    for (String tool : TOOLS) {
      Path found =
          Stream.of("/usr/bin", "/bin")
              .map(place -> Path.of(place, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(directory.resolve(tool), found);
    }
    Map<String, String> bare =
        Map.of(
            "PATH",
            directory.toString(),
            "JAVA_HOME",
            "/nowhere",
            "CAIRN_JAVA_HOME",
            "",
            "CAIRN_JDK_PLACES",
            directory + "/jdk*");
    Outcome outcome = run(bare, "start");
    assertEquals(3, outcome.code(), outcome.output());
    assertTrue(
        outcome.output().startsWith("cairn: no JDK 25 found. Install one"), outcome.output());
    assertTrue(outcome.output().contains("JAVA_HOME"), outcome.output());
  }

  @Test
  void refusesHeapsThatAreNoneOrTooSmall() throws IOException, InterruptedException {
    for (String heap : List.of("abc", "", "12x", "-1", "99999999999g")) {
      assertEquals(
          new Outcome(2, "cairn: --heap takes a size such as 512m or 2g, not '" + heap + "'\n"),
          run(Map.of(), "start", "--heap", heap));
    }
    for (String heap : List.of("0", "63m", "08k", "512")) {
      assertEquals(
          new Outcome(2, "cairn: --heap must be 64m or more, not '" + heap + "'\n"),
          run(Map.of(), "start", "--heap=" + heap));
    }
  }
}
