package io.cairndb.rpc.node;

import io.cairndb.env.Clock;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
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
 * second, so that a server that comes back is found by the calls that need it. Calls of a server
 * that hangs fail at once, too, as soon as that is certain ({@link PeerCircuit}).
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
  private final ThreadDelays delays = new ThreadDelays("cairn-probes");
  private final PeerCircuit.Counters counters = new PeerCircuit.Counters();
  private final Map<HostPort, Connection> connections = new ConcurrentHashMap<>();

  /** Closed for new calls; some may still be under way. Guarded by this. */
  private final List<ManagedChannel> retired = new ArrayList<>();

  private boolean closed;

  private record Connection(
      ManagedChannel channel, PeerCircuit circuit, AtomicLong lastUse, AtomicLong lastReconnect) {
    Connection(ManagedChannel channel, PeerCircuit circuit, long now) {
      this(channel, circuit, new AtomicLong(now), new AtomicLong(now));
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

  /**
   * Figures at this moment, for meters.
   *
   * @param silent addresses whose calls fail at once since nobody answers there
   * @param refused calls that failed at once for that reason
   * @param probes calls made to find out whether somebody answers
   */
  public record Stats(int silent, long refused, long probes) {}

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
    return connection(address).circuit().channel();
  }

  /**
   * Whether there is a connection to an address now, to a process that does not hang. Where there
   * is none one is begun, so that asking again tells; nothing is waited for.
   */
  public boolean isConnected(HostPort address) {
    Connection found = connection(address);
    return found.channel().getState(true) == ConnectivityState.READY && !found.circuit().isOpen();
  }

  private Connection connection(HostPort address) {
    Connection known = connections.get(address);
    if (known == null) {
      known = open(address);
    }
    known.used(clock.nanoTime());
    return known;
  }

  public Stats stats() {
    int silent = 0;
    for (Connection connection : connections.values()) {
      silent += connection.circuit().isOpen() ? 1 : 0;
    }
    return new Stats(silent, counters.refused.sum(), counters.probes.sum());
  }

  private synchronized Connection open(HostPort address) {
    long now = clock.nanoTime();
    Connection known = connections.get(address);
    if (known != null) {
      return known;
    }
    ManagedChannel channel = Rpc.channel(address.host(), address.port(), options);
    PeerCircuit circuit =
        new PeerCircuit(
            address,
            channel,
            new PeerCircuit.Environment(options.patience(), clock, delays, counters));
    Connection opened = new Connection(channel, circuit, now);
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
    delays.close();
  }
}
