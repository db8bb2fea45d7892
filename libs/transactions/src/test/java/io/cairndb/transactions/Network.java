package io.cairndb.transactions;

import io.cairndb.env.ManualClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Simulated time and messages. Everything happens in {@link #runUntil}, in an order that the seed
 * alone decides.
 */
final class Network {
  static final long TIMEOUT_MILLIS = 200;

  final ManualClock clock = new ManualClock(1_700_000_000_000L);
  final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));
  private final Set<Object> down = new HashSet<>();
  private long sequence;

  /** Chances in percent; both zero once the network is healed. */
  int lossPercent;

  int repeatPercent;
  int maxDelayMillis = 20;

  long lost;
  long repeated;
  long missedByCrash;

  private record Event(long at, long sequence, Runnable action) {}

  /** Who sends messages and can stop for ever, before any send or upon any answer. */
  static final class Sender {
    int steps;
    int crashAtStep = -1;
    boolean crashed;

    /** Whether the sender is still there for its next step. */
    boolean alive() {
      if (!crashed && steps++ == crashAtStep) {
        crashed = true;
      }
      return !crashed;
    }
  }

  Network(long seed) {
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

  void setDown(Object shard, boolean isDown) {
    if (isDown) {
      down.add(shard);
    } else {
      down.remove(shard);
    }
  }

  /** Asks a shard; {@code unknown} is the answer when none comes in time. */
  <T> CompletableFuture<T> ask(Sender from, Object shard, Supplier<T> handler, T unknown) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!from.alive()) {
      return answer;
    }
    int copies = chance(repeatPercent) ? 2 : 1;
    repeated += copies - 1;
    for (int i = 0; i < copies; i++) {
      // A second copy may be long on its way, far beyond the sender's patience.
      send(i == 0 ? 1 : 20, () -> handle(from, shard, handler, answer));
    }
    later(TIMEOUT_MILLIS, () -> complete(from, answer, unknown));
    return answer;
  }

  private <T> void handle(
      Sender from, Object shard, Supplier<T> handler, CompletableFuture<T> answer) {
    if (down.contains(shard)) {
      missedByCrash++;
      return;
    }
    T reply = handler.get();
    send(1, () -> complete(from, answer, reply));
  }

  private <T> void complete(Sender from, CompletableFuture<T> answer, T reply) {
    if (!answer.isDone() && from.alive()) {
      answer.complete(reply);
    }
  }

  private void send(int slowness, Runnable delivery) {
    if (chance(lossPercent)) {
      lost++;
      return;
    }
    later(1 + (long) slowness * random.nextInt(maxDelayMillis), delivery);
  }

  /** Lets time pass to {@code until}. */
  void runUntil(long until) {
    while (!events.isEmpty() && events.peek().at() <= until) {
      Event event = events.remove();
      clock.advance(Duration.ofMillis(event.at() - now()));
      event.action().run();
    }
    clock.advance(Duration.ofMillis(until - now()));
  }

  Pauses pauses() {
    return attempt -> {
      CompletableFuture<Void> over = new CompletableFuture<>();
      later(10L * attempt, () -> over.complete(null));
      return over;
    };
  }
}
