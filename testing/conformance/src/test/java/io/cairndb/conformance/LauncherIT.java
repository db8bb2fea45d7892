package io.cairndb.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher's refusals: one sentence and an exit code, before it builds anything. And that it
 * builds once, however often it is called.
 */
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

  /** A JDK and a Maven that only say that they were called; this Maven waits for {@code go}. */
  private Map<String, String> standIns(Path root, Path go) throws IOException {
    Path tools = Files.createDirectories(directory.resolve("bin"));
    script(tools.resolve("java"), "[ \"$1\" != -version ] || echo 'openjdk version \"25\"' >&2");
    script(tools.resolve("javac"), ":");
    script(
        tools.resolve("mvn"),
        "echo build >>'%s/builds'; read -r _ <'%s'; mkdir -p cli/target/dist/lib"
                .formatted(directory, go)
            + " && touch cli/target/dist/lib/cairn-cli.jar");
    Files.createDirectories(root.resolve("cli"));
    Files.createFile(root.resolve("pom.xml"));
    Files.copy(launcher(), root.resolve("cairn"));
    return Map.of(
        "CAIRN_JAVA_HOME", directory.toString(), "PATH", tools + ":" + System.getenv("PATH"));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static Process started(Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  private static void awaitLine(Process process, String begin) throws IOException {
    List<String> before = new ArrayList<>();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith(begin)) {
      before.add(line);
      line = output.readLine();
    }
    assertNotNull(line, () -> "ended before it said " + begin + ": " + before);
  }

  /** Two builds at once would write the same files. */
  @Test
  @Timeout(60)
  void aSecondStartWaitsForTheBuildOfTheFirst() throws IOException, InterruptedException {
    Path root = directory.resolve("checkout");
    Path go = directory.resolve("go");
    Map<String, String> environment = standIns(root, go);
    assertEquals(0, started(Map.of(), "mkfifo", go.toString()).waitFor());
    String cairn = root.resolve("cairn").toString();
    Process first = started(environment, "bash", cairn, "version");
    Process second = null;
    try {
      awaitLine(first, "Building Cairn");
      second = started(environment, "bash", cairn, "version");
      awaitLine(second, "Another start is building Cairn; waiting for it.");
      Files.writeString(go, "now\n");
      assertEquals(0, first.waitFor());
      assertEquals(0, second.waitFor());
    } finally {
      end(first);
      if (second != null) {
        end(second);
      }
    }
    assertEquals(List.of("build"), Files.readAllLines(directory.resolve("builds")));
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
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
