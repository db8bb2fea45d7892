package io.cairndb.robustness.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.process.CairnTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Never an internal error, a hang or a dropped connection where DynamoDB answers an error. */
final class WireFuzzIT {
  /** What a run of every change is given, so that only the change can make it fail. */
  private static final long[] SEEDS = {1, 2, 3};

  @Test
  void survivesSpoiltRequests() throws IOException {
    Long given = Long.getLong("cairn.seed");
    fuzz(given == null ? SEEDS : new long[] {given}, 7_000, Duration.ofSeconds(10));
  }

  @Tag("soak")
  @Test
  void survivesMillionsOfSpoiltRequests() throws IOException {
    long seed = Long.getLong("cairn.seed", System.nanoTime() % 1_000_000);
    fuzz(new long[] {seed}, 10_000_000, Duration.ofHours(2));
  }

  /** A body above the limit must be refused, not swallowed, and the server must go on. */
  @Test
  void refusesBodyAboveSixteenMegabytes() throws IOException {
    try (CairnTarget cairn = CairnTarget.open();
        RawConnection connection = new RawConnection(cairn.address(), Duration.ofSeconds(20))) {
      String head =
          "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
              + "X-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 17000000\r\n\r\n";
      connection.send(head.getBytes(StandardCharsets.ISO_8859_1));
      connection.sendUntilAnswered(17_000_000);
      assertEquals(413, connection.receive().status());
      try (RawConnection next = new RawConnection(cairn.address(), Duration.ofSeconds(20))) {
        next.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertTrue(next.receive().text().startsWith("healthy: "));
      }
    }
  }

  private static void fuzz(long[] seeds, int requests, Duration limit) throws IOException {
    try (CairnTarget cairn = CairnTarget.open()) {
      for (long seed : seeds) {
        WireFuzzer.Report report = new WireFuzzer(cairn.address(), seed).run(requests, limit);
        System.out.printf(
            "wire fuzz: %d requests, answers by status %s, by kind %s; again: mvn verify"
                + " -pl testing/robustness -am -Dit.test=WireFuzzIT -Dcairn.seed=%d%n",
            report.requests(), report.statuses(), report.kinds(), seed);
        assertTrue(report.faults().isEmpty(), () -> String.join("\n", report.faults()));
        assertTrue(report.kinds().size() >= 10, "kinds never sent: " + report.kinds());
        assertTrue(report.statuses().containsKey(200), report.statuses().toString());
      }
    }
  }
}
