package io.cairndb.robustness.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.process.ClusterProcess;
import io.cairndb.reference.process.RunningServer;
import io.cairndb.reference.wire.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each service in turn is killed under load and comes back without help: nothing acknowledged is
 * lost, and the services that were not killed go on by themselves. Runs against the services only.
 */
final class ServiceKillIT {
  private static final Duration RECOVERY = Duration.ofSeconds(15);

  @TempDir Path data;

  @Test
  void everyServiceOnce() throws IOException {
    campaign(1);
  }

  @Tag("soak")
  @Test
  void everyServiceHundredTimes() throws IOException {
    campaign(100);
  }

  private void campaign(int rounds) throws IOException {
    long seed = Long.getLong("cairn.seed", System.nanoTime() % 1_000_000);
    try (ClusterProcess cluster = ClusterProcess.start(data)) {
      List<String> services = cluster.services();
      OneAfterAnother victims = new OneAfterAnother(cluster, services);
      CrashCampaign.Report report =
          new CrashCampaign(victims::recovered, seed)
              .run(rounds * services.size(), Duration.ofHours(6));
      System.out.printf(
          "service kills: %d of %s, %d requests acknowledged, %d with unknown outcome, %d stream"
              + " records; again: mvn verify -Dcairn.wiring=cluster -pl"
              + " distribution,testing/robustness -am -Dit.test=ServiceKillIT"
              + " -Dfailsafe.failIfNoSpecifiedTests=false -Dcairn.seed=%d%n",
          report.cycles(),
          services,
          report.acknowledged(),
          report.uncertain(),
          report.streamRecords(),
          seed);
      assertEquals(List.of(), report.faults(), String.join("\n", report.faults()));
      assertEquals(rounds * services.size(), report.cycles());
      assertTrue(report.uncertain() > 0, "no kill hit a request in flight: " + report);
      assertTrue(report.streamRecords() > 0, "no stream record was checked: " + report);
    }
  }

  /** The cluster as a server whose kill takes one service, the next one each time. */
  private static final class OneAfterAnother implements RunningServer {
    private static final Duration LOAD_AFTER_KILL = Duration.ofMillis(500);

    private final ClusterProcess cluster;
    private final List<String> services;
    private int next;

    OneAfterAnother(ClusterProcess cluster, List<String> services) {
      this.cluster = cluster;
      this.services = services;
    }

    /** Waits until all services are ready and requests are answered again. */
    RunningServer recovered() {
      cluster.awaitReady();
      long deadline = System.nanoTime() + RECOVERY.toNanos();
      try (Endpoint endpoint = new Endpoint(address())) {
        while (next > 0 && !answers(endpoint)) {
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException(
                "all are ready again, but requests fail " + RECOVERY + " later\n" + output());
          }
          LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
      }
      return this;
    }

    private static boolean answers(Endpoint endpoint) {
      try {
        for (String table : List.of(Tables.REGISTERS, Tables.VERSIONED, Tables.BANK)) {
          Tables.scan(endpoint, table, "");
        }
        Tables.scan(endpoint, Tables.VERSIONED, Tables.GLOBAL_INDEX);
        return true;
      } catch (IOException failing) {
        return false;
      }
    }

    @Override
    public URI address() {
      return cluster.address();
    }

    @Override
    public String output() {
      return cluster.output();
    }

    /** The load goes on for a moment: what does not need the service must not notice. */
    @Override
    public void kill() {
      cluster.kill(services.get(next++ % services.size()));
      LockSupport.parkNanos(LOAD_AFTER_KILL.toNanos());
    }

    /** The campaign ends; the cluster is its owner's to stop. */
    @Override
    public void close() {}
  }
}
