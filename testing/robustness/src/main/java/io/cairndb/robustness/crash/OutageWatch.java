package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hears every request while services come and go: each must be answered soon, and what is refused
 * must be refused so that clients repeat it. Connections may break only at the router. Thread-safe.
 */
final class OutageWatch implements Endpoint.Observer {
  /** How long a request may take, whatever is away. */
  static final Duration SOON = Duration.ofSeconds(5);

  private static final int KEPT_FAULTS = 20;

  /** Errors below 500 that a client may be told while it does nothing wrong. */
  private static final Set<String> EXPECTED =
      Set.of(
          "ThrottlingException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "TransactionConflictException",
          "TransactionInProgressException");

  private static final Set<String> EXPECTED_REASONS =
      Set.of("None", "ConditionalCheckFailed", "TransactionConflict", "ThrottlingError");

  private final Set<String> faults = new ConcurrentSkipListSet<>();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong broken = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private volatile String phase = "";
  private volatile boolean routerMayBreak;

  /** Counts of a phase. */
  record Counts(long done, long refused, long broken, Duration slowest) {}

  /** Begins to count anew. */
  void phase(String name, boolean routerIsAway) {
    phase = name;
    routerMayBreak = routerIsAway;
    done.set(0);
    refused.set(0);
    broken.set(0);
    slowestNanos.set(0);
  }

  Counts counts() {
    return new Counts(
        done.get(), refused.get(), broken.get(), Duration.ofNanos(slowestNanos.get()));
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void onReply(String operation, Reply reply, Duration took) {
    time(operation, took);
    if (reply.ok()) {
      done.incrementAndGet();
    } else if (reply.status() >= 500) {
      refused.incrementAndGet();
    } else if (!isExpected(reply)) {
      fault(operation + " was answered " + reply);
    }
  }

  private static boolean isExpected(Reply reply) {
    if (reply.errorName().equals("TransactionCanceledException")) {
      return Json.asList(reply.body().getOrDefault("CancellationReasons", List.of())).stream()
          .map(reason -> Json.asObject(reason).getOrDefault("Code", "").toString())
          .allMatch(EXPECTED_REASONS::contains);
    }
    return EXPECTED.contains(reply.errorName());
  }

  @Override
  public void onBroken(String operation, IOException failure, Duration took) {
    time(operation, took);
    broken.incrementAndGet();
    if (!routerMayBreak) {
      fault(operation + " was not answered, though the router was there: " + failure);
    }
  }

  private void time(String operation, Duration took) {
    slowestNanos.accumulateAndGet(took.toNanos(), Math::max);
    if (took.compareTo(SOON) > 0) {
      fault(operation + " took longer than " + SOON);
    }
  }

  private void fault(String what) {
    if (faults.size() < KEPT_FAULTS) {
      faults.add(phase + ": " + what);
    }
  }

  /** A call whose outcome only the watch is to judge; whether it was done. */
  static boolean done(Endpoint endpoint, String operation, Map<String, Object> request) {
    return Outcome.of(endpoint, operation, request) instanceof Outcome.Answered(Reply reply)
        && reply.ok();
  }
}
