package io.cairndb.index.grpc;

import io.cairndb.index.core.IndexLag;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.ServerStream;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the lag every so often and tells whoever follows it of changes: of the newest state, not
 * of those before it. Thread-safe.
 */
final class LagFeed {
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final int MAX_FOLLOWERS = 256;

  private final Supplier<IndexLag> lag;
  private final Delays delays;
  private final Duration interval;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private volatile IndexLag newest;
  private volatile boolean stopped;

  LagFeed(Supplier<IndexLag> lag, Delays delays, Duration interval) {
    this.lag = lag;
    this.delays = delays;
    this.interval = interval;
    this.newest = lag.get();
  }

  void start() {
    delays.after(interval, this::look);
  }

  private void look() {
    if (stopped) {
      return;
    }
    try {
      IndexLag now = lag.get();
      if (!now.equals(newest)) {
        newest = now;
        followers.forEach(Follower::wake);
      }
    } finally {
      delays.after(interval, this::look);
    }
  }

  void stop() {
    stopped = true;
    followers.forEach(Follower::end);
  }

  void add(StreamObserver<io.cairndb.rpc.proto.IndexLag> observer) {
    if (stopped || followers.size() >= MAX_FOLLOWERS) {
      CallFailure.Kind kind = stopped ? CallFailure.Kind.UNAVAILABLE : CallFailure.Kind.OVERLOADED;
      observer.onError(CallFailure.refuse(kind, "no further followers"));
      return;
    }
    Follower follower = new Follower();
    followers.add(follower);
    ServerStream<io.cairndb.rpc.proto.IndexLag> stream =
        ServerStream.open(
            observer, follower::next, Runnable::run, () -> followers.remove(follower));
    follower.stream.set(stream);
    if (stopped) {
      follower.end();
    }
  }

  private final class Follower {
    final AtomicReference<@Nullable ServerStream<io.cairndb.rpc.proto.IndexLag>> stream =
        new AtomicReference<>();
    private @Nullable IndexLag told;

    io.cairndb.rpc.proto.@Nullable IndexLag next() {
      IndexLag now = newest;
      if (now.equals(told)) {
        return null;
      }
      told = now;
      return message(now);
    }

    void wake() {
      ServerStream<io.cairndb.rpc.proto.IndexLag> open = stream.get();
      if (open != null) {
        open.wake();
      }
    }

    void end() {
      ServerStream<io.cairndb.rpc.proto.IndexLag> open = stream.get();
      if (open != null) {
        open.end(CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "the index service stops"));
      }
    }
  }

  private static io.cairndb.rpc.proto.IndexLag message(IndexLag lag) {
    io.cairndb.rpc.proto.IndexLag.Builder message =
        io.cairndb.rpc.proto.IndexLag.newBuilder()
            .setLagSeconds(lag.lag().toMillis() / MILLIS_PER_SECOND)
            .setWaitingFeeds(lag.feedsWaiting());
    lag.slowDown().forEach(table -> message.addSlowDown(Payloads.id(table)));
    return message.build();
  }
}
