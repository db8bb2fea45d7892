package io.cairndb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Each foreseeable mistake gets one sentence and its exit code, never a stack trace. */
class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  private int run(String... arguments) {
    CommandLine line = Cairn.commandLine(arguments);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void versionNamesCairnAndJava() {
    assertEquals(0, run("version"));
    assertTrue(out.toString().matches("(?s)cairn \\d+\\.\\d+.* \\(Java 25\\)\\R"), out.toString());
  }

  @Test
  void theUsualOptionsWorkWithoutACommand() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().matches("cairn \\d+\\.\\d+.*\\R"), out.toString());
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("start  "), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void helpListsEveryOptionOfStart() {
    assertEquals(0, run("help", "start"));
    for (String option :
        new String[] {"--port", "--data", "--heap", "--listen", "--durability", "--memory"}) {
      assertTrue(out.toString().contains(option), option);
    }
  }

  @Test
  void portOutOfRangeIsWrongUsage() {
    assertEquals(2, run("start", "--port", "70000"));
    assertTrue(err.toString().contains("--port must be between 0 and 65535, not 70000"));
  }

  @Test
  void unknownDurabilityIsWrongUsage() {
    assertEquals(2, run("start", "--durability", "maybe"));
    assertTrue(err.toString().contains("--durability"), err.toString());
    assertTrue(err.toString().contains("'maybe' is neither sync nor buffered"), err.toString());
  }

  /** Each with the name of its option; nothing is made for it. */
  @Test
  void impossibleStorageIsWrongUsage() {
    Path data = directory.resolve("none");
    String[][] impossible = {
      {"--write-buffers", "1m", "--write-buffers is 4 MiB and more"},
      {"--write-buffers", "900000g", "--write-buffers is too large"},
      {"--block-cache", "many", "'many' is no size such as 64m or 2g"},
      {"--compression", "gzip", "'gzip' is none of none, lz4, zstd"},
      {"--zstd-level", "0", "--zstd-level is 1 to 19: 0"},
      {"--block-size", "2m", "--block-size is 1 KiB to 512 KiB: 2097152"},
      {"--filter-bits", "33", "--filter-bits is 0 to 32: 33"},
      {"--index-whole", "0", "--index-whole is 1 KiB to 64 MiB: 0"},
      {"--index-partition", "3g", "--index-partition is 1 KiB to 512 KiB: 3221225472"},
      {"--read-ahead", "1k", "--read-ahead is 4 KiB to 16 MiB: 1024"},
      {"--compaction-workers", "99", "--compaction-workers is 1 to 16: 99"},
      {"--compaction-rate", "5k", "--compaction-rate is 1 MiB a second and more"},
      {"--scrub-rate", "1", "--scrub-rate is 64 KiB a second and more"},
      {"--scrub-pause", "soon", "'soon' is no time such as 90m or 7d"}
    };
    for (String[] one : impossible) {
      assertEquals(2, run("start", "--port", "0", "--data", data.toString(), one[0], one[1]));
      assertTrue(err.toString().contains(one[2]), one[2] + ": " + err);
    }
    assertEquals(
        6, run("start", "--port", "0", "--data", data.toString(), "--keystore", "/no/keys"));
    assertTrue(err.toString().contains("the keystore /no/keys cannot be used"), err.toString());
    assertNoStackTrace();
    assertFalse(Files.exists(data), "made for nothing");
  }

  @Test
  void wrongUsageIsToldWithoutThePageOfOptions() {
    assertEquals(2, run("start", "--prot", "1"));
    assertEquals(2, run("start", "now"));
    assertEquals(2, run("stop"));
    assertEquals(2, run());
    assertEquals(
        List.of(
            "cairn: Unknown options: '--prot', '1'",
            "'cairn help start' lists what it takes.",
            "cairn: unexpected 'now'",
            "'cairn help start' lists what it takes.",
            "cairn: unknown command 'stop'",
            "'cairn help' lists the commands.",
            "cairn: Missing required subcommand",
            "'cairn help' lists the commands."),
        err.toString().lines().toList());
  }

  @Test
  void takenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertEquals(5, run("start", "--port", port, "--data", directory.toString()));
      assertEquals(
          "cairn: cannot listen on 127.0.0.1 port %s: Address already in use. ".formatted(port)
              + "Is another server running? Choose another --port.",
          err.toString().strip());
      assertNoStackTrace();
    }
  }

  @Test
  void addressBeyondLoopbackIsRefusedWithTheReason() {
    assertEquals(5, run("start", "--listen", "0.0.0.0", "--data", directory.toString()));
    assertTrue(err.toString().contains("authentication"), err.toString());
    assertNoStackTrace();
  }

  @Test
  void unknownHostIsNamed() {
    assertEquals(5, run("start", "--listen", "no.such.host.invalid", "--data", "x"));
    assertTrue(err.toString().contains("no.such.host.invalid"), err.toString());
    assertNoStackTrace();
  }

  @Test
  void fileInPlaceOfTheDataDirectoryIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertEquals(6, run("start", "--port", "0", "--data", file.toString()));
    assertTrue(err.toString().contains(file + " is not a directory"), err.toString());
    assertNoStackTrace();
  }

  @Test
  void directoryOfSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(directory.resolve("thesis.tex"), "mine");
    assertEquals(6, run("start", "--port", "0", "--data", directory.toString()));
    assertTrue(err.toString().contains("is not a Cairn data directory: it has thesis.tex"));
    assertNoStackTrace();
    try (Stream<Path> names = Files.list(directory)) {
      assertEquals(1, names.count(), "nothing was added");
    }
  }

  @Test
  void emptyNamesAreWrongUsage() {
    assertEquals(2, run("start", "--port", "0", "--data", ""));
    assertTrue(err.toString().contains("--data must not be empty"), err.toString());
    assertEquals(2, run("start", "--listen", "", "--data", directory.toString()));
    assertTrue(err.toString().contains("--listen must not be empty"), err.toString());
  }

  private void assertNoStackTrace() {
    assertFalse(err.toString().contains("\tat "), err.toString());
  }
}
