package io.cairndb.router.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.IndexLag;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import io.grpc.Context;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables whose writers must slow down, as the index service tells. While it is away nobody is
 * slowed: indexes then stand still however slowly is written. Thread-safe.
 */
final class IndexLagWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Peer indexService;
  private final Delays delays;
  private volatile Set<UUID> slowDown = Set.of();

  @GuardedBy("this")
  private Calls.@Nullable Subscription subscription;

  @GuardedBy("this")
  private boolean closed;

  IndexLagWatch(Peer indexService, Delays delays) {
    this.indexService = indexService;
    this.delays = delays;
  }

  /** Begins to follow; returns at once. */
  void start() {
    open();
  }

  /** Whether writes to the table would leave its indexes behind without bound. */
  boolean mustSlowDown(UUID tableId) {
    return slowDown.contains(tableId);
  }

  private synchronized void open() {
    if (closed) {
      return;
    }
    // A stream outlives whatever call it is opened in.
    Context previous = Context.ROOT.attach();
    try {
      subscription =
          Calls.follow(
              indexService.channel(),
              IndexServiceGrpc.getWatchLagMethod(),
              Empty.getDefaultInstance(),
              new Lag());
    } finally {
      Context.ROOT.detach(previous);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
  }

  private final class Lag implements Calls.Listener<IndexLag> {
    @Override
    public void onMessage(IndexLag lag) {
      slowDown =
          lag.getSlowDownList().stream()
              .map(Payloads::uuid)
              .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void onEnd(CallFailure reason) {
      slowDown = Set.of();
      delays.after(PAUSE, IndexLagWatch.this::open);
    }
  }
}
