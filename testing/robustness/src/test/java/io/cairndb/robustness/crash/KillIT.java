package io.cairndb.robustness.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.process.RunningServer;
import io.cairndb.reference.process.ServerProcess;
import io.cairndb.reference.process.Wiring;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged survives {@code kill -9}: items whole, transactions all or nothing, indexes
 * and stream equal to the table.
 */
final class KillIT {
  private static final Wiring WIRING = Wiring.underTest();
  private static final int CYCLES = Integer.getInteger("cairn.kills", WIRING.share(30, 2));

  @TempDir Path data;

  @Test
  void killsUnderLoad() throws IOException {
    campaign(CYCLES, Duration.ofSeconds(150));
  }

  @Tag("soak")
  @Test
  void thousandsOfKillsUnderLoad() throws IOException {
    campaign(5_000, Duration.ofHours(4));
  }

  private void campaign(int cycles, Duration limit) throws IOException {
    long seed = Long.getLong("cairn.seed", System.nanoTime() % 1_000_000);
    CrashCampaign.Report report = new CrashCampaign(starter(), seed).run(cycles, limit);
    System.out.printf(
        "crash: %d kills, %d requests acknowledged, %d with unknown outcome, %d stream records;"
            + " again: mvn verify -pl testing/robustness -am -Dit.test=KillIT -Dcairn.seed=%d%n",
        report.cycles(), report.acknowledged(), report.uncertain(), report.streamRecords(), seed);
    assertEquals(List.of(), report.faults(), String.join("\n", report.faults()));
    assertTrue(report.cycles() >= Math.min(cycles, 10), "too few kills: " + report);
    assertTrue(report.uncertain() > 0, "no kill hit a request in flight: " + report);
    assertTrue(report.streamRecords() > 0, "no stream record was checked: " + report);
  }

  private Supplier<RunningServer> starter() {
    String oracle = System.getProperty("cairn.crash.program", "");
    if (oracle.isEmpty()) {
      return () -> WIRING.start(data);
    }
    // Another server, to try out the campaign itself: program --port P --db-path FILE.
    return () -> {
      int port = ServerProcess.freePort();
      String file = data.resolve("data.db").toString();
      return ServerProcess.start(
          "other", List.of(oracle, "--port", "" + port, "--db-path", file), port);
    };
  }
}
