package io.cairndb.rpc.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.codec.ControlCodec;
import io.cairndb.control.plane.codec.CorruptRecordException;
import io.cairndb.control.plane.watch.CatalogReplica;
import io.cairndb.control.plane.watch.CatalogUpdate;
import io.cairndb.env.RandomSource;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Pauses;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.WatchRequest;
import io.cairndb.rpc.proto.WatchResponse;
import io.grpc.Channel;
import io.grpc.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the catalog and of the membership that follow the partition manager. While it is away
 * the last state stays; the stream is opened again, from the place reached, after growing pauses.
 *
 * <p>Thread-safe. {@link #catalog} and {@link #cluster} are volatile reads. One stream is open at a
 * time; what a stream given up still delivers is ignored.
 */
public final class ClusterWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Supplier<? extends Channel> channel;
  private final Delays delays;
  private final CatalogReplica replica = new CatalogReplica();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  @GuardedBy("this")
  private final Pauses pauses;

  @GuardedBy("this")
  private final List<Waiting> waiting = new ArrayList<>();

  /** The stream that is listened to; null between streams. */
  @GuardedBy("this")
  private @Nullable Stream current;

  @GuardedBy("this")
  private boolean closed;

  /** Set when what the place leads to could not be read: the next stream begins anew. */
  @GuardedBy("this")
  private boolean forgetPlace;

  private volatile ClusterView cluster = ClusterView.EMPTY;
  private volatile boolean connected;

  /**
   * Who waits for a version.
   *
   * @param context what goes on with the answer works for the call that waits
   */
  private record Waiting(
      LongSupplier version, long wanted, CompletableFuture<Boolean> reached, Context context) {
    void answer(boolean came) {
      context.run(() -> reached.complete(came));
    }
  }

  /**
   * A watch that is not started.
   *
   * @param partitionManager asked for each stream; the channel stays the caller's
   */
  public ClusterWatch(
      Supplier<? extends Channel> partitionManager, Delays delays, RandomSource random) {
    this.channel = partitionManager;
    this.delays = delays;
    this.pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE, random);
  }

  /** Begins to follow; returns at once. */
  public void start() {
    open();
  }

  /** The newest catalog known; empty before the first. */
  public Catalog catalog() {
    return replica.catalog();
  }

  /** The newest membership known; empty before the first. */
  public ClusterView cluster() {
    return cluster;
  }

  /** Whether there is a catalog, and the cluster has formed. */
  public boolean isReady() {
    return replica.isReady() && cluster.isFormed();
  }

  /** Whether the partition manager can be heard at present. */
  public boolean isConnected() {
    return connected;
  }

  /** Adds who is told, on gRPC's threads, that the catalog or the membership changed. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Completes with true once the catalog has the version or a later one; false when late. In the
   * context of the caller, on any thread.
   */
  public CompletableFuture<Boolean> awaitCatalogVersion(long version, Duration atMost) {
    return await(() -> catalog().version(), version, atMost);
  }

  /**
   * Completes with true once the partition map has the version or a later one; false when late. In
   * the context of the caller, on any thread.
   */
  public CompletableFuture<Boolean> awaitMapVersion(long version, Duration atMost) {
    return await(() -> catalog().partitions().version(), version, atMost);
  }

  private CompletableFuture<Boolean> await(LongSupplier version, long wanted, Duration atMost) {
    if (version.getAsLong() >= wanted) {
      return CompletableFuture.completedFuture(true);
    }
    Waiting waiter = new Waiting(version, wanted, new CompletableFuture<>(), Context.current());
    synchronized (this) {
      if (closed) {
        return CompletableFuture.completedFuture(false);
      }
      waiting.add(waiter);
    }
    delays.after(atMost, () -> giveUp(waiter));
    // The version may have come between the look and the wait.
    completeReached();
    return waiter.reached();
  }

  private void giveUp(Waiting waiter) {
    synchronized (this) {
      waiting.remove(waiter);
    }
    waiter.answer(false);
  }

  private void completeReached() {
    List<Waiting> reached = new ArrayList<>();
    synchronized (this) {
      waiting.removeIf(
          waiter -> {
            boolean there = waiter.version().getAsLong() >= waiter.wanted();
            return there && reached.add(waiter);
          });
    }
    reached.forEach(waiter -> waiter.answer(true));
  }

  private void open() {
    WatchRequest.Builder request = WatchRequest.newBuilder();
    Stream stream = new Stream();
    synchronized (this) {
      if (closed || current != null) {
        return;
      }
      current = stream;
      if (!forgetPlace) {
        replica.place().ifPresent(place -> request.setKnown(ClusterMessages.place(place)));
      }
      forgetPlace = false;
    }
    // A stream outlives whatever call it is opened in.
    Context previous = Context.ROOT.attach();
    try {
      stream.isNow(
          Calls.follow(
              Reconnecting.to(channel.get()),
              PartitionManagerGrpc.getWatchMethod(),
              request.build(),
              stream));
    } catch (RuntimeException defect) {
      LOG.error("the watch of the partition manager cannot be opened, is tried again", defect);
      leave(stream, String.valueOf(defect.getMessage()), false);
    } finally {
      Context.ROOT.detach(previous);
    }
  }

  /** Gives a stream up; another follows after a pause. */
  private void leave(Stream stream, String reason, boolean anew) {
    Duration pause;
    synchronized (this) {
      if (closed || current != stream) {
        return;
      }
      current = null;
      connected = false;
      forgetPlace |= anew;
      pause = pauses.next();
    }
    if (stream.heard) {
      LOG.info("the watch of the partition manager ended, it goes on soon: {}", reason);
    } else {
      LOG.debug("the partition manager cannot be watched: {}", reason);
    }
    stream.close();
    delays.after(pause, this::open);
  }

  private synchronized boolean isCurrent(Stream stream) {
    return current == stream;
  }

  /** A message of the stream was understood: the partition manager is well. */
  private synchronized void well(Stream stream) {
    if (current == stream) {
      connected = true;
      pauses.reset();
    }
  }

  @Override
  public void close() {
    List<Waiting> left;
    Stream open;
    synchronized (this) {
      closed = true;
      connected = false;
      open = current;
      current = null;
      left = List.copyOf(waiting);
      waiting.clear();
    }
    if (open != null) {
      open.close();
    }
    left.forEach(waiter -> waiter.answer(false));
  }

  /** A listener that fails keeps neither the others nor the watch from what comes. */
  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException defect) {
      LOG.error("a listener failed over a change of the cluster", defect);
    }
  }

  private final class Stream implements Calls.Listener<WatchResponse> {
    private final AtomicReference<Calls.@Nullable Subscription> subscription =
        new AtomicReference<>();
    private volatile boolean heard;
    private volatile boolean left;

    /** Messages may come before this is known. */
    void isNow(Calls.Subscription opened) {
      subscription.set(opened);
      if (left) {
        opened.close();
      }
    }

    void close() {
      left = true;
      Calls.Subscription opened = subscription.get();
      if (opened != null) {
        opened.close();
      }
    }

    @Override
    public void onMessage(WatchResponse message) {
      if (!isCurrent(this)) {
        return;
      }
      heard = true;
      try {
        take(message);
      } catch (MessageFormatException | CorruptRecordException | IllegalArgumentException e) {
        LOG.warn("the partition manager said what cannot be read: {}", e.getMessage());
        leave(this, "unreadable", true);
      }
    }

    private void take(WatchResponse message) {
      // Read as a whole before any of it is believed.
      ClusterView next =
          message.hasCluster() ? ClusterMessages.view(message.getCluster()) : cluster;
      boolean changed = !next.equals(cluster);
      CatalogReplica.Outcome outcome = CatalogReplica.Outcome.KNOWN;
      if (!message.getUpdate().isEmpty()) {
        CatalogUpdate update = ControlCodec.decodeUpdate(Payloads.toBytes(message.getUpdate()));
        outcome = replica.apply(update);
        changed |= outcome == CatalogReplica.Outcome.APPLIED;
      }
      cluster = next;
      switch (outcome) {
        case APPLIED, KNOWN -> well(this);
        case GAP -> leave(this, "an update is missing", false);
      }
      if (changed) {
        completeReached();
        listeners.forEach(ClusterWatch::tell);
      }
    }

    @Override
    public void onEnd(CallFailure reason) {
      leave(this, reason.reason(), false);
    }
  }
}
