package io.cairndb.rpc.node;

import io.cairndb.env.Clock;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Channels to other services by their address: made when first asked for, closed when nobody has
 * asked for a while or there are too many. Calls under way on a channel that is closed for that
 * reason end as they would have.
 *
 * <p>A channel whose server cannot be reached fails calls at once. gRPC alone would try to connect
 * again after up to two minutes; here a call that finds it so has it tried, at most four times a
 * second, so that a server that comes back is found by the calls that need it.
 *
 * <p>Thread-safe. After closing, calls on any channel certainly do nothing.
 */
public final class Connections implements AutoCloseable {
  private static final int MAX_CHANNELS = 512;
  private static final long UNUSED_NANOS = Duration.ofMinutes(10).toNanos();
  private static final long RECONNECT_NANOS = Duration.ofMillis(250).toNanos();

  private final RpcOptions options;
  private final Clock clock;
  private final int maxChannels;
  private final Map<HostPort, Connection> connections = new ConcurrentHashMap<>();

  /** Closed for new calls; some may still be under way. Guarded by this. */
  private final List<ManagedChannel> retired = new ArrayList<>();

  private boolean closed;

  private record Connection(ManagedChannel channel, AtomicLong lastUse, AtomicLong lastReconnect) {
    Connection(ManagedChannel channel, long now) {
      this(channel, new AtomicLong(now), new AtomicLong(now));
    }

    void used(long now) {
      lastUse.lazySet(now);
      long last = lastReconnect.get();
      if (now - last >= RECONNECT_NANOS
          && channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE
          && lastReconnect.compareAndSet(last, now)) {
        channel.resetConnectBackoff();
      }
    }
  }

  public Connections(RpcOptions options) {
    this(options, Clock.system(), MAX_CHANNELS);
  }

  Connections(RpcOptions options, Clock clock, int maxChannels) {
    this.options = options;
    this.clock = clock;
    this.maxChannels = maxChannels;
  }

  /** The channel to an address, to be used now and not kept. */
  public Channel to(HostPort address) {
    return connection(address).channel();
  }

  /**
   * Whether there is a connection to an address now. Where there is none one is begun, so that
   * asking again tells; nothing is waited for.
   */
  public boolean isConnected(HostPort address) {
    return connection(address).channel().getState(true) == ConnectivityState.READY;
  }

  private Connection connection(HostPort address) {
    Connection known = connections.get(address);
    if (known == null) {
      known = open(address);
    }
    known.used(clock.nanoTime());
    return known;
  }

  private synchronized Connection open(HostPort address) {
    long now = clock.nanoTime();
    Connection known = connections.get(address);
    if (known != null) {
      return known;
    }
    Connection opened = new Connection(Rpc.channel(address.host(), address.port(), options), now);
    if (closed) {
      opened.channel().shutdownNow();
      return opened;
    }
    retireUnused(now);
    connections.put(address, opened);
    return opened;
  }

  private void retireUnused(long now) {
    retired.removeIf(ManagedChannel::isTerminated);
    for (Map.Entry<HostPort, Connection> entry : new HashMap<>(connections).entrySet()) {
      if (now - entry.getValue().lastUse().get() > UNUSED_NANOS) {
        retire(entry.getKey());
      }
    }
    if (connections.size() >= maxChannels) {
      HostPort longestUnused = longestUnused(now);
      if (longestUnused != null) {
        retire(longestUnused);
      }
    }
  }

  private @Nullable HostPort longestUnused(long now) {
    return connections.entrySet().stream()
        .max(Comparator.comparingLong(entry -> now - entry.getValue().lastUse().get()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private void retire(HostPort address) {
    Connection gone = connections.remove(address);
    if (gone != null) {
      retired.add(gone.channel().shutdown());
    }
  }

  /** Channels open for new calls. */
  int size() {
    return connections.size();
  }

  /** Ends every call under way: what they have done is unknown to those who made them. */
  @Override
  public synchronized void close() {
    closed = true;
    retired.forEach(ManagedChannel::shutdownNow);
    retired.clear();
    connections.values().forEach(connection -> connection.channel().shutdownNow());
  }
}
