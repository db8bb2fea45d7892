package io.cairndb.reference.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.process.CairnTarget;
import io.cairndb.reference.wire.Endpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cairn answers every request of long random sequences as the model does: results, errors, their
 * texts, capacity. The oracles are held against the same model, so all of them meet there.
 */
final class CairnAgainstModelIT {
  @Test
  void answersTwentyThousandRequestsAsTheModel() {
    campaign(Long.getLong("cairn.requests", 20_000), Duration.ofSeconds(110));
  }

  @Tag("soak")
  @Test
  void answersMillionsOfRequestsAsTheModel() {
    campaign(3_000_000, Duration.ofHours(4));
  }

  private static void campaign(long requests, Duration limit) {
    try (CairnTarget cairn = CairnTarget.open();
        Endpoint endpoint = new Endpoint(cairn.address())) {
      ExceptionList exceptions =
          ExceptionList.load(CairnAgainstModelIT.class, "/oracle-exceptions.txt");
      SequenceRunner runner =
          new SequenceRunner(Subject::model, Subject.server("cairn", endpoint), exceptions);
      long seed = Long.getLong("cairn.seed", System.nanoTime() % 1_000_000);
      String rerun =
          "mvn verify -pl testing/reference-model -am -Dit.test=CairnAgainstModelIT -Dcairn.seed=";
      Campaign.Report report =
          new Campaign(runner, rerun)
              .run(seed, requests, limit, Integer.getInteger("cairn.failures", 5));
      System.out.printf(
          "differential: %d requests from seed %d (%s%d): %s%n",
          report.requests(), seed, rerun, seed, report.operations());
      assertEquals(List.of(), report.failures(), String.join("\n", report.failures()));
      assertTrue(report.requests() > 0, cairn.output());
    }
  }
}
