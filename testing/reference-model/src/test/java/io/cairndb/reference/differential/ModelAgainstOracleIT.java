package io.cairndb.reference.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.reference.process.Oracles;
import io.cairndb.reference.process.ServerProcess;
import io.cairndb.reference.wire.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A model that nobody checked proves nothing: here it must agree with two independent servers,
 * apart from the differences listed with their reasons in {@code oracle-exceptions.txt}.
 *
 * <p>The seed is fixed unless given: what is on trial here is the model, which changes only when
 * somebody changes it, and not the oracles' rarest faults.
 */
final class ModelAgainstOracleIT {
  private static final long REQUESTS = Long.getLong("cairn.requests", 4_000);

  @Test
  void agreesWithDynoxide() {
    compare("dynoxide", Oracles.dynoxide());
  }

  @Test
  void agreesWithDynalite() {
    compare("dynalite", Oracles.dynalite());
  }

  private static void compare(String name, Optional<ServerProcess> started) {
    Assumptions.assumeTrue(started.isPresent(), "NOT RUN: npm cannot install " + name);
    try (ServerProcess server = started.orElseThrow();
        Endpoint endpoint = new Endpoint(server.address())) {
      ExceptionList exceptions =
          ExceptionList.load(ModelAgainstOracleIT.class, "/oracle-exceptions.txt");
      SequenceRunner runner =
          new SequenceRunner(Subject::model, Subject.server(name, endpoint), exceptions);
      long seed = Long.getLong("cairn.seed", 7_000_000);
      String rerun = "mvn verify -pl testing/reference-model -am -Dcairn.seed=";
      Campaign.Report report =
          new Campaign(runner, rerun)
              .run(
                  seed,
                  REQUESTS,
                  Duration.ofSeconds(Long.getLong("cairn.seconds", 20)),
                  Integer.getInteger("cairn.failures", 3));
      System.out.printf(
          "model against %s: %d requests from seed %d (%s%d), exceptions used: %s%n",
          name, report.requests(), seed, rerun, seed, exceptions.uses());
      assertEquals(List.of(), report.failures(), String.join("\n", report.failures()));
    }
  }
}
