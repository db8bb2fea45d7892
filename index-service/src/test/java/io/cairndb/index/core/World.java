package io.cairndb.index.core;

import io.cairndb.env.ManualClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Simulated time and threads: everything happens in {@link #runUntil}, ordered by the seed. */
final class World {
  final ManualClock clock = new ManualClock(1_700_000_000_000L);
  final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));
  private long sequence;

  private record Event(long at, long sequence, Runnable action) {}

  World(long seed) {
    random = new SplittableRandom(seed);
  }

  long now() {
    return clock.currentTimeMillis();
  }

  void later(long millis, Runnable action) {
    events.add(new Event(now() + millis, sequence++, action));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Runs tasks a moment later, in any order, as long as {@code alive} holds. */
  Executor executor(BooleanSupplier alive) {
    return task ->
        later(
            random.nextInt(3),
            () -> {
              if (alive.getAsBoolean()) {
                task.run();
              }
            });
  }

  Delays delays(BooleanSupplier alive) {
    return (delay, action) ->
        later(
            delay.toMillis(),
            () -> {
              if (alive.getAsBoolean()) {
                action.run();
              }
            });
  }

  void run(long millis) {
    runUntil(now() + millis);
  }

  void runUntil(long until) {
    while (!events.isEmpty() && events.peek().at() <= until) {
      Event event = events.remove();
      clock.advance(Duration.ofMillis(event.at() - now()));
      event.action().run();
    }
    clock.advance(Duration.ofMillis(until - now()));
  }
}
