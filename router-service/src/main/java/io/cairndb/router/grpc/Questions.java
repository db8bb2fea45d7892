package io.cairndb.router.grpc;

import io.cairndb.coordination.Deadline;
import io.cairndb.env.Clock;
import io.cairndb.rpc.CallFailure;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks a peer what changes nothing. The first attempt has a part of the time only; when it is late,
 * or its connection is lost, there is a second one with all that is left, and no third.
 * Thread-safe.
 */
final class Questions {
  private final Peer peer;
  private final Clock clock;
  private final Times times;
  private final LongAdder repeated = new LongAdder();

  /**
   * How long to wait.
   *
   * @param deadline for everything
   * @param firstAttempt part of it
   */
  record Times(Duration deadline, Duration firstAttempt) {
    Times {
      firstAttempt = firstAttempt.compareTo(deadline) < 0 ? firstAttempt : deadline;
    }
  }

  Questions(Peer peer, Clock clock, Times times) {
    this.peer = peer;
    this.clock = clock;
    this.times = times;
  }

  /** Asks; the call must be one that may be made twice. */
  <Q, A> CompletableFuture<A> ask(MethodDescriptor<Q, A> method, Q question) {
    Deadline end = Deadline.after(clock, times.deadline());
    return peer.ask(method, question, times.firstAttempt())
        .exceptionallyCompose(
            failure -> {
              Duration left = end.remaining(clock);
              if (left.isZero() || !mayHelp(Peer.failureOf(failure))) {
                return CompletableFuture.failedFuture(failure);
              }
              repeated.increment();
              return peer.ask(method, question, left);
            });
  }

  private static boolean mayHelp(CallFailure failure) {
    return switch (failure.kind()) {
      case LATE -> true;
      // What certainly was not sent found nobody; so would the next.
      case UNAVAILABLE -> !failure.certain();
      case OVERLOADED, UNSUPPORTED, FAULT -> false;
    };
  }

  /** Questions asked a second time, for meters. */
  long repeated() {
    return repeated.sum();
  }
}
