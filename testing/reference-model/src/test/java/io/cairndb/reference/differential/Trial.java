package io.cairndb.reference.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.process.ServerProcess;
import io.cairndb.reference.process.Wiring;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/**
 * How much one comparison has to do, and from which seed. In the ordinary run the seed is fixed, so
 * that a red build means a change and not bad luck; long runs draw fresh ones. {@code
 * -Dcairn.seed}, {@code -Dcairn.requests} and {@code -Dcairn.seconds} override.
 *
 * @param requests fewer than these in the time are a failure
 */
record Trial(long seed, long requests, Duration limit) {
  private static final long SEED = 20_261_001;
  private static final int WORKERS = 4;

  static Trial ofCairn() {
    return trial(SEED, Wiring.underTest().share(20_000, 2_500), Duration.ofMinutes(5));
  }

  static Trial ofOracle() {
    return trial(SEED, 2_000, Duration.ofMinutes(3));
  }

  static Trial longOne() {
    return trial(System.nanoTime() % 1_000_000_000, 3_000_000, Duration.ofHours(6));
  }

  private static Trial trial(long seed, long requests, Duration limit) {
    return new Trial(
        Long.getLong("cairn.seed", seed),
        Long.getLong("cairn.requests", requests),
        Duration.ofSeconds(Long.getLong("cairn.seconds", limit.toSeconds())));
  }

  /** What the sequences for an oracle may use. */
  static Set<Feature> featuresOf(String oracle) {
    return oracle.equals("dynoxide")
        ? EnumSet.complementOf(
            EnumSet.of(
                Feature.MULTI_ATTRIBUTE_KEYS, Feature.COLLECTION_METRICS, Feature.STATEMENTS))
        : EnumSet.noneOf(Feature.class);
  }

  /** Says what does not run where an oracle is missing. */
  static void assumeInstalled(String name, Optional<ServerProcess> started) {
    if (started.isEmpty()) {
      System.out.println("differential: NOT RUN against " + name + ": npm cannot install it");
    }
    Assumptions.assumeTrue(started.isPresent(), "NOT RUN: npm cannot install " + name);
  }

  /** Compares, prints what was done, and fails for a difference or for too few requests. */
  void run(String title, Supplier<Subject> expected, Subject actual, Set<Feature> features) {
    ExceptionList exceptions = ExceptionList.load(Trial.class, "/oracle-exceptions.txt");
    SequenceRunner runner = new SequenceRunner(expected, actual, exceptions, features);
    String rerun = "mvn verify -pl testing/reference-model -am -Dcairn.seed=";
    long start = System.nanoTime();
    Campaign.Report report =
        new Campaign(runner, rerun, WORKERS)
            .run(seed, requests, limit, Integer.getInteger("cairn.failures", 3));
    System.out.printf(
        "differential: %s %s: %d requests in %.1f s from seed %d (%s%d); exceptions %s; drawn %s%n",
        title,
        actual.name(),
        report.requests(),
        (System.nanoTime() - start) / 1e9,
        seed,
        rerun,
        seed,
        exceptions.uses(),
        report.coverage());
    assertEquals(List.of(), report.failures(), String.join("\n", report.failures()));
    assertTrue(
        report.requests() >= requests,
        "only " + report.requests() + " of " + requests + " requests in " + limit);
  }
}
