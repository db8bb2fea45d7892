package io.cairndb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.cli.Cli.Result;
import io.cairndb.standalone.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers in processes of their own that are killed at random moments and begun again: in the end
 * nothing is missing and nothing is there twice. A run that was never killed in the middle fails,
 * because it would show nothing.
 */
class TransferKillIT {
  private static final int KILLS = 3;
  private static final int ITEMS = 6_000;

  private final RandomGenerator random = random();
  private Cli cairn;

  @TempDir private Path directory;

  private static RandomGenerator random() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println(
        "seed "
            + seed
            + ": mvn -Dquick -pl cli -am verify -Dit.test=TransferKillIT -Dcairn.seed="
            + seed);
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @BeforeEach
  void start() throws StartupException {
    cairn = Cli.start();
  }

  @AfterEach
  void stop() {
    cairn.close();
  }

  @Test
  void killedExportsResumeWithoutLossOrRepetition() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      expected.add("{\"id\":%d}".formatted(i));
    }
    Path source = Files.write(directory.resolve("source.jsonl"), expected);
    ok("table", "create", "things", "--key", "id:N");
    ok("import", "things", source.toString());
    Path target = directory.resolve("target.jsonl");
    String[] command = {"export", "things", target.toString(), "--page", "2", "--segments", "2"};

    int killed = killRepeatedly(command, directory.resolve("target.jsonl.export-checkpoint"));

    assertTrue(killed > 0, "no export was killed under way");
    assertFalse(Files.exists(target), "a file that is there is complete");
    Result result = ok("export", "things", target.toString(), "--json");
    assertTrue(result.out().contains("\"items\":" + ITEMS), result.out());
    assertTrue(result.out().contains("\"resumed\":true"), result.out());
    assertEquals(
        expected.stream().sorted().toList(), Files.readAllLines(target).stream().sorted().toList());
    assertFalse(Files.exists(directory.resolve("target.jsonl.export-checkpoint")));
  }

  @Test
  void killedImportsResumeAndTheLastLineOfAKeyStays() throws Exception {
    List<String> lines = new ArrayList<>();
    Map<Integer, String> expected = new TreeMap<>();
    for (int i = 0; i < 10 * ITEMS; i++) {
      int id = random.nextInt(4 * ITEMS);
      String line = "{\"id\":%d,\"line\":%d}".formatted(id, i);
      lines.add(line);
      expected.put(id, line);
    }
    Path source = Files.write(directory.resolve("source.jsonl"), lines);
    ok("table", "create", "things", "--key", "id:N");
    String[] command = {"import", "things", source.toString(), "--concurrency", "3"};

    int killed = killRepeatedly(command, directory.resolve("source.jsonl.import-checkpoint"));

    assertTrue(killed > 0, "no import was killed under way");
    Result result = ok("import", "things", source.toString(), "--json");
    assertTrue(result.out().contains("\"resumed\":true"), result.out());
    assertEquals(
        expected.values().stream().sorted().toList(),
        ok("scan", "things", "--json").lines().stream().sorted().toList());
  }

  private Result ok(String... arguments) {
    Result result = cairn.run(arguments);
    assertEquals(0, result.code(), result.err());
    return result;
  }

  /** Runs and kills, each time after the checkpoint has moved on; how often it was in time. */
  private int killRepeatedly(String[] command, Path checkpoint) throws Exception {
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      String before = content(checkpoint);
      Process process = begin(command);
      while (process.isAlive() && content(checkpoint).equals(before)) {
        process.waitFor(2, TimeUnit.MILLISECONDS);
      }
      process.waitFor(random.nextInt(100), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      if (process.exitValue() == 0) {
        throw new AssertionError("the transfer ended before it could be killed; " + killed);
      }
      killed++;
    }
    return killed;
  }

  private static String content(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException none) {
      return "";
    }
  }

  private Process begin(String[] arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Cairn.class.getName());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--endpoint", cairn.endpoint()));
    return new ProcessBuilder(command).inheritIO().start();
  }
}
