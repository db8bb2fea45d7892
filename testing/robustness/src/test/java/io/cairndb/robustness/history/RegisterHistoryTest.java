package io.cairndb.robustness.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A checker that accepts everything would make every crash test pass: these histories are bad. */
final class RegisterHistoryTest {
  private static final Optional<String> NOTHING = Optional.empty();
  private final RegisterHistory history = new RegisterHistory();

  @Test
  void acceptsSequentialHistory() {
    history.write(0, 1, Optional.of("a"));
    history.read(2, 3, Optional.of("a"));
    history.write(4, 5, NOTHING);
    history.read(6, 7, NOTHING);
    accepted();
  }

  @Test
  void acceptsEitherOrderOfOverlappingWrites() {
    history.write(0, 10, Optional.of("a"));
    history.write(1, 9, Optional.of("b"));
    history.read(11, 12, Optional.of("a"));
    accepted();
  }

  @Test
  void rejectsLostAcknowledgedWrite() {
    history.write(0, 1, Optional.of("a"));
    history.read(2, 3, NOTHING);
    rejected();
  }

  @Test
  void rejectsStaleReadAfterNewerOne() {
    history.write(0, 1, Optional.of("a"));
    history.write(2, 20, Optional.of("b"));
    history.read(3, 4, Optional.of("b"));
    history.read(5, 6, Optional.of("a"));
    rejected();
  }

  @Test
  void rejectsValueNobodyWrote() {
    history.write(0, 1, Optional.of("a"));
    history.read(2, 3, Optional.of("x"));
    rejected();
  }

  @Test
  void uncertainWriteMayAppearLaterOrNever() {
    history.write(0, 1, Optional.of("a"));
    history.uncertainWrite(2, Optional.of("b"));
    history.read(3, 4, Optional.of("a"));
    history.read(5, 6, Optional.of("b"));
    history.read(7, 8, Optional.of("b"));
    accepted();
  }

  @Test
  void rejectsUncertainWriteThatComesAndGoes() {
    history.write(0, 1, Optional.of("a"));
    history.uncertainWrite(2, Optional.of("b"));
    history.read(3, 4, Optional.of("b"));
    history.read(5, 6, Optional.of("a"));
    rejected();
  }

  @Test
  void rejectsUncertainWriteSeenBeforeItBegan() {
    history.read(0, 1, Optional.of("b"));
    history.uncertainWrite(2, Optional.of("b"));
    rejected();
  }

  @Test
  void rejectsTwoWinnersOfOneCompareAndSet() {
    history.compareAndSet(0, 5, NOTHING, "a", true);
    history.compareAndSet(1, 6, NOTHING, "b", true);
    rejected();
  }

  @Test
  void rejectsCompareAndSetThatFailedWithoutCause() {
    history.write(0, 1, Optional.of("a"));
    history.compareAndSet(2, 3, Optional.of("a"), "b", false);
    rejected();
  }

  @Test
  void decidesLongConcurrentHistories() {
    // A register played honestly by overlapping clients must be accepted, and quickly.
    Random random = new Random(7);
    Optional<String> value = NOTHING;
    for (int i = 0; i < 2_000; i++) {
      long effect = 10L * i;
      long start = effect - random.nextInt(30);
      long end = effect + random.nextInt(30);
      if (random.nextBoolean()) {
        value = Optional.of("v" + i);
        history.write(start, end, value);
      } else {
        history.read(start, end, value);
      }
    }
    accepted();
    history.read(30_000, 30_001, Optional.of("v-of-nobody"));
    rejected();
  }

  private void accepted() {
    assertEquals(Optional.empty(), history.violation(NOTHING));
  }

  private void rejected() {
    assertTrue(history.violation(NOTHING).isPresent(), "a bad history was accepted");
  }
}
