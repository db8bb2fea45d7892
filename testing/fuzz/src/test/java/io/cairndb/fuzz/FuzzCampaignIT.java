package io.cairndb.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Jazzer, guided by coverage, looks for inputs that a target does not take: two targets at a time,
 * each in a process of its own with little memory, so that a length believed without proof shows.
 * What it finds is kept in {@code target/fuzz}; it belongs into {@code src/test/resources/found}.
 */
final class FuzzCampaignIT {
  private static final Path WORK = Path.of("target/fuzz").toAbsolutePath();
  private static final int AT_ONCE = 2;
  private static final int INPUT_BYTES_MAX = 4096;
  private static final Pattern EXECUTIONS =
      Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

  private record Campaign(String target, int exit, long executions, String output) {
    boolean isClean() {
      return exit == 0 && executions > 0;
    }

    String tail() {
      return output.length() > 6_000 ? output.substring(output.length() - 6_000) : output;
    }
  }

  @Test
  void findsNothing() throws Exception {
    run(Duration.ofSeconds(Long.getLong("cairn.fuzz.seconds", 2)), 1);
  }

  @Tag("soak")
  @Test
  void findsNothingInHours() throws Exception {
    run(
        Duration.ofSeconds(Long.getLong("cairn.fuzz.seconds", 1_800)),
        System.nanoTime() % 1_000_000);
  }

  private static void run(Duration each, long defaultSeed) throws Exception {
    long seed = Long.getLong("cairn.seed", defaultSeed);
    String only = System.getProperty("cairn.fuzz.target", "");
    List<Callable<Campaign>> campaigns = new ArrayList<>();
    for (String target : Targets.ALL.keySet()) {
      if (only.isEmpty() || only.equals(target)) {
        campaigns.add(() -> campaign(target, each, seed));
      }
    }
    List<Campaign> ended = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<Campaign> campaign : pool.invokeAll(campaigns)) {
        ended.add(campaign.get());
      }
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    }
    for (Campaign campaign : ended) {
      System.out.printf(
          "fuzz: %s, %d inputs in %d s; again: mvn verify -pl testing/fuzz -am"
              + " -Dit.test=FuzzCampaignIT -Dcairn.fuzz.target=%s -Dcairn.seed=%d%n",
          campaign.target(), campaign.executions(), each.toSeconds(), campaign.target(), seed);
    }
    for (Campaign campaign : ended) {
      assertTrue(campaign.isClean(), () -> campaign.target() + ":\n" + campaign.tail());
    }
  }

  private static Campaign campaign(String target, Duration length, long seed)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(WORK.resolve(target));
    Path corpus = Files.createDirectories(directory.resolve("corpus"));
    int number = 0;
    for (byte[] input : Targets.named(target).seeds()) {
      Files.write(corpus.resolve("seed-" + number++), input);
    }
    Path log = directory.resolve("jazzer.log");
    Process process =
        new ProcessBuilder(command(target, length, seed, directory, corpus))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(length.toSeconds() + 120, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String output = Files.readString(log, StandardCharsets.ISO_8859_1);
    Matcher executions = EXECUTIONS.matcher(output);
    return new Campaign(
        target,
        ended ? process.exitValue() : -1,
        executions.find() ? Long.parseLong(executions.group(1)) : 0,
        ended ? output : output + "\nstill running, stopped");
  }

  /** The second compiler is not done before a short campaign ends. */
  private static String compilers(Duration length) {
    return "-XX:TieredStopAtLevel=" + (length.toSeconds() < 60 ? 1 : 4);
  }

  private static List<String> command(
      String target, Duration length, long seed, Path directory, Path corpus) {
    String classPath = System.getProperty("surefire.test.class.path", "");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        compilers(length),
        "-XX:+EnableDynamicAgentLoading",
        "-Djdk.attach.allowAttachSelf=true",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        "-Dcairn.fuzz.target=" + target,
        "-Dcairn.root=" + Path.of(System.getProperty("cairn.root", "../..")).toAbsolutePath(),
        "-cp",
        classPath.isEmpty() ? System.getProperty("java.class.path") : classPath,
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=io.cairndb.fuzz.JazzerEntry",
        "--instrumentation_includes=io.cairndb.**",
        "--custom_hook_includes=io.cairndb.**",
        "--reproducer_path=" + directory,
        "-artifact_prefix=" + directory + "/",
        "-seed=" + Math.max(1, seed),
        "-max_total_time=" + length.toSeconds(),
        "-max_len=" + INPUT_BYTES_MAX,
        "-timeout=25",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        corpus.toString());
  }
}
