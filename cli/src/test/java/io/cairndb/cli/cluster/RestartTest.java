package io.cairndb.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service is due when its pause is over, at whatever number its clock is. */
class RestartTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Restart restart = new Restart();

  @Test
  void waitsForThePauseThatGrowsAndNoLonger() {
    long now = Long.MAX_VALUE - SECOND;
    assertTrue(restart.isDue(now), "it never ran");
    restart.began(now);
    assertEquals(Duration.ZERO, restart.ended(now + SECOND));
    assertTrue(restart.isDue(now + SECOND));
    restart.began(now + SECOND);
    assertEquals(Duration.ofMillis(500), restart.ended(now + 2 * SECOND));
    assertFalse(restart.isDue(now + 2 * SECOND));
    assertFalse(restart.isDue(now + 2 * SECOND + SECOND / 2 - 1));
    assertTrue(restart.isDue(now + 2 * SECOND + SECOND / 2));
    restart.began(now + 3 * SECOND);
    assertEquals(Duration.ZERO, restart.ended(now + 13 * SECOND), "it had worked");
  }
}
