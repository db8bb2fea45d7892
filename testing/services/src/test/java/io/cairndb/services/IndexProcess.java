package io.cairndb.services;

import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.index.core.FeedListener;
import io.cairndb.index.core.FeedOptions;
import io.cairndb.index.core.GlobalIndexFeeder.FeedConfiguration;
import io.cairndb.index.grpc.IndexGrpcService;
import io.cairndb.index.grpc.RemoteIndexes;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.placement.Partition;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.rpc.proto.AwaitCaughtUpRequest;
import io.cairndb.rpc.proto.AwaitCaughtUpResponse;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An index service on loopback, with connections of its own. */
final class IndexProcess implements AutoCloseable {
  private static final Duration NODE_DEADLINE = Duration.ofSeconds(2);

  private final Connections connections = new Connections(RpcOptions.DEFAULT);
  private final ThreadDelays delays = new ThreadDelays("test-index-timer");
  private final StorageNodes nodes;
  private final Server server;
  private final ManagedChannel channel;
  final RemoteIndexes indexes;

  IndexProcess(Cluster cluster) {
    this(cluster, FeedOptions.DEFAULT, IndexGrpcService.Limits.DEFAULT);
  }

  IndexProcess(Cluster cluster, FeedOptions options, IndexGrpcService.Limits limits) {
    nodes = new StorageNodes(cluster::view, connections, NODE_DEADLINE);
    indexes =
        new RemoteIndexes(
            new RemoteIndexes.Cluster(cluster::topology, cluster::view),
            nodes,
            new RemoteIndexes.Environment(delays, Clock.system(), RandomSource.system()),
            new FeedConfiguration(options, FeedListener.NONE),
            limits);
    cluster.onChange(indexes::clusterChanged);
    indexes.start();
    try {
      server =
          Rpc.server(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  RpcOptions.DEFAULT,
                  List.of(indexes.service()))
              .start();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    channel =
        Rpc.channel(
            InetAddress.getLoopbackAddress().getHostAddress(),
            server.getPort(),
            RpcOptions.DEFAULT);
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Asks as a router or the control plane does. */
  CompletableFuture<Boolean> awaitCaughtUp(
      SecondaryIndex index, @Nullable Partition source, Duration deadline) {
    return ask(index, source, deadline).thenApply(AwaitCaughtUpResponse::getCaughtUp);
  }

  /** The call itself: cancelling its future cancels it. */
  CompletableFuture<AwaitCaughtUpResponse> ask(
      SecondaryIndex index, @Nullable Partition source, Duration deadline) {
    AwaitCaughtUpRequest.Builder request =
        AwaitCaughtUpRequest.newBuilder()
            .setTable(Payloads.id(Cluster.TABLE))
            .setIndex(Payloads.id(index.id()));
    if (source != null) {
      request.setSource(Payloads.id(source.id().value()));
    }
    return Calls.ask(channel, IndexServiceGrpc.getAwaitCaughtUpMethod(), request.build(), deadline);
  }

  /** Ends as a process that is killed: whatever it has under way is cut off. */
  void kill() {
    connections.close();
    delays.close();
    server.shutdownNow();
    channel.shutdownNow();
  }

  @Override
  public void close() {
    server.shutdownNow();
    channel.shutdownNow();
    indexes.close();
    nodes.close();
    connections.close();
    delays.close();
  }
}
