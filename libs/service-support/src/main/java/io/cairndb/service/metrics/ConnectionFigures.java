package io.cairndb.service.metrics;

import io.cairndb.rpc.node.Connections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Figures of a service's connections to others. Stateless. */
public final class ConnectionFigures {
  private ConnectionFigures() {}

  /** Where the figures are read: the sum of what {@code connections} tells. */
  public static Figures of(Supplier<List<Connections.Stats>> connections) {
    return new Figures()
        .add(SharedMetric.RPC_SILENT_PEERS, () -> sum(connections, Connections.Stats::silent))
        .add(SharedMetric.RPC_SILENT_REFUSALS, () -> sum(connections, Connections.Stats::refused))
        .add(SharedMetric.RPC_PROBES, () -> sum(connections, Connections.Stats::probes));
  }

  private static long sum(
      Supplier<List<Connections.Stats>> connections, ToLongFunction<Connections.Stats> figure) {
    return connections.get().stream().mapToLong(figure).sum();
  }
}
