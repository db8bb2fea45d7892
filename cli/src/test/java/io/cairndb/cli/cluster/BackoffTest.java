package io.cairndb.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A service that cannot start is tried ever more rarely; one that worked comes back at once. */
class BackoffTest {
  private final Backoff backoff = new Backoff();

  private long pause(int ranSeconds) {
    return backoff.afterRunning(Duration.ofSeconds(ranSeconds)).toMillis();
  }

  @Test
  void waitsLongerAndLongerUpToHalfAMinute() {
    List<Long> pauses = Stream.generate(() -> pause(1)).limit(10).toList();
    assertEquals(
        List.of(0L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L),
        pauses);
  }

  @Test
  void forgetsOnceTheServiceHasWorked() {
    for (int i = 0; i < 5; i++) {
      pause(0);
    }
    assertEquals(0, pause(10));
    assertEquals(500, pause(9));
  }
}
