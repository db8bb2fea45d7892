package io.cairndb.index.grpc;

import io.cairndb.index.core.GlobalIndexes;
import io.cairndb.index.core.Scope;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.AwaitCaughtUpRequest;
import io.cairndb.rpc.proto.AwaitCaughtUpResponse;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.IndexLag;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers how far indexes are. Nothing here blocks; a call that waits holds no thread. Thread-safe.
 */
public final class IndexGrpcService extends IndexServiceGrpc.IndexServiceImplBase {
  private final GlobalIndexes indexes;
  private final Limits limits;
  private final LagFeed lagFeed;
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder refused = new LongAdder();

  /**
   * Bounds.
   *
   * @param maxWaiters calls that may wait at a time; further ones are refused
   * @param longestWait a call waits no longer, whatever its deadline
   * @param lagInterval how often the lag is looked at
   */
  public record Limits(int maxWaiters, Duration longestWait, Duration lagInterval) {
    public static final Limits DEFAULT =
        new Limits(10_000, Duration.ofMinutes(1), Duration.ofMillis(500));

    public Limits {
      if (maxWaiters < 1 || !longestWait.isPositive() || !lagInterval.isPositive()) {
        throw new IllegalArgumentException("bounds must be positive");
      }
    }
  }

  public IndexGrpcService(GlobalIndexes indexes, Delays delays, Limits limits) {
    this.indexes = indexes;
    this.limits = limits;
    this.lagFeed = new LagFeed(indexes::lag, delays, limits.lagInterval());
  }

  /** Begins to look at the lag. */
  public void start() {
    lagFeed.start();
  }

  /** Ends the streams; the feeder's own end answers those who wait. */
  public void stop() {
    lagFeed.stop();
  }

  /** Calls that wait now, for meters. */
  public int waiting() {
    return waiting.get();
  }

  /** Calls refused since too many were waiting, for meters. */
  public long refused() {
    return refused.sum();
  }

  @Override
  public void awaitCaughtUp(
      AwaitCaughtUpRequest request, StreamObserver<AwaitCaughtUpResponse> observer) {
    if (waiting.incrementAndGet() > limits.maxWaiters()) {
      waiting.decrementAndGet();
      refused.increment();
      observer.onError(
          CallFailure.refuse(CallFailure.Kind.OVERLOADED, "as many wait as are allowed to"));
      return;
    }
    CompletableFuture<Boolean> answer = indexes.awaitCaughtUp(scope(request), patience());
    ((ServerCallStreamObserver<AwaitCaughtUpResponse>) observer)
        .setOnCancelHandler(() -> answer.complete(false));
    var _ =
        answer.whenComplete(
            (reached, failure) -> {
              waiting.decrementAndGet();
              if (failure == null) {
                observer.onNext(AwaitCaughtUpResponse.newBuilder().setCaughtUp(reached).build());
                observer.onCompleted();
              } else {
                observer.onError(CallFailure.failed(failure));
              }
            });
  }

  private static Scope scope(AwaitCaughtUpRequest request) {
    return new Scope(
        Payloads.uuid(request.getTable()),
        request.hasIndex() ? Payloads.uuid(request.getIndex()) : null,
        request.hasSource() ? Payloads.partitionId(request.getSource()) : null);
  }

  /** A little less than the caller has, so that the answer arrives in time. */
  private Duration patience() {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return limits.longestWait();
    }
    long left = deadline.timeRemaining(TimeUnit.NANOSECONDS);
    Duration patience = Duration.ofNanos(Math.max(0, left - left / 10));
    return patience.compareTo(limits.longestWait()) < 0 ? patience : limits.longestWait();
  }

  @Override
  public void watchLag(Empty request, StreamObserver<IndexLag> observer) {
    lagFeed.add(observer);
  }
}
