package io.cairndb.rpc.node;

import com.google.protobuf.ByteString;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.proto.ChangeNotice;
import io.cairndb.rpc.proto.ChangesResponse;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.IndexCursorRequest;
import io.cairndb.rpc.proto.PartitionPlace;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.ReadChangesRequest;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.ShardStatistics;
import io.cairndb.shard.codec.ShardCodec;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shards by their identity, wherever their node runs. Every call is made once, to the address the
 * cluster has for the node at that moment; a node that is not known there is certainly not asked.
 *
 * <p>Futures but that of {@link #send} fail with {@link CallFailedException} only, which may be
 * wrapped in {@link CompletionException} as futures do. Answers arrive on gRPC's threads, which
 * must not be blocked. A call made while another service's call is dealt with, on that thread, ends
 * with it at the latest.
 *
 * <p>Thread-safe. Closing ends what is followed; the connections stay, they are the caller's.
 */
public final class StorageNodes implements AutoCloseable {
  private final Supplier<ClusterView> cluster;
  private final Connections connections;
  private final Duration deadline;
  private final Set<Calls.Subscription> following = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A client of the nodes of {@code cluster}.
   *
   * @param deadline time for each call
   */
  public StorageNodes(Supplier<ClusterView> cluster, Connections connections, Duration deadline) {
    this.cluster = cluster;
    this.connections = connections;
    this.deadline = deadline;
  }

  /** Has a shard answer a request. Never fails: what became of a lost call is an answer too. */
  public CompletableFuture<ShardResponse> send(ShardId shard, ShardRequest request) {
    ByteString message;
    try {
      message = Payloads.toByteString(ShardCodec.encode(request));
    } catch (MessageFormatException unsendable) {
      CallFailure failure = fault(true, "the request cannot be sent", unsendable);
      return CompletableFuture.completedFuture(failure.responseTo(request));
    }
    return execute(shard, message)
        .handle(
            (answer, failure) ->
                answer == null
                    ? failureOf(failure).responseTo(request)
                    : responseTo(request, answer));
  }

  private static ShardResponse responseTo(ShardRequest request, Payload answer) {
    try {
      return ShardCodec.decodeResponse(Payloads.message(answer));
    } catch (MessageFormatException unreadable) {
      return fault(false, "the answer cannot be read", unreadable).responseTo(request);
    }
  }

  /**
   * Has a shard answer a request without looking into either.
   *
   * @param message an encoded {@link ShardRequest}
   */
  public CompletableFuture<Payload> execute(ShardId shard, ByteString message) {
    return execute(shard, message, StorageNodeGrpc.getExecuteMethod());
  }

  CompletableFuture<Payload> execute(
      ShardId shard, ByteString message, MethodDescriptor<ExecuteRequest, Payload> method) {
    ExecuteRequest request =
        ExecuteRequest.newBuilder()
            .setNode(shard.node())
            .setShard(shard.index())
            .setMessage(message)
            .build();
    return ask(shard, method, request);
  }

  /** What the control plane asks for. */
  public NodeAdministration administration() {
    return new NodeAdministration(this);
  }

  /**
   * Change records of a partition behind {@code after}, oldest first.
   *
   * @param maxBytes no more records once their images come to this; at least one is returned when
   *     there is one
   */
  public CompletableFuture<List<ChangeRecord.Positioned>> readChanges(
      ShardId shard, PartitionId partition, ChangePosition after, int maxRecords, long maxBytes) {
    ReadChangesRequest request =
        ReadChangesRequest.newBuilder()
            .setPartition(place(shard, partition))
            .setAfter(Payloads.position(after))
            .setMaxRecords(maxRecords)
            .setMaxBytes(maxBytes)
            .build();
    return read(
        ask(shard, StorageNodeGrpc.getReadChangesMethod(), request),
        answer -> ShardCodec.decodeChanges(Payloads.toBytes(answer.getChanges())));
  }

  /**
   * Change records of a partition, without looking into them: for whoever only hands them on.
   *
   * @param request as it came; where the partition lives is put in its place
   */
  public CompletableFuture<ChangesResponse> readChanges(ShardId shard, ReadChangesRequest request) {
    PartitionPlace place =
        request.getPartition().toBuilder().setHome(Payloads.shard(shard)).build();
    return ask(
        shard,
        StorageNodeGrpc.getReadChangesMethod(),
        request.toBuilder().setPartition(place).build());
  }

  /**
   * Place of the newest change record of a partition; {@link ChangePosition#BEGINNING} when there
   * is none.
   */
  public CompletableFuture<ChangePosition> changesTail(ShardId shard, PartitionId partition) {
    return read(
        ask(shard, StorageNodeGrpc.getChangesTailMethod(), place(shard, partition)),
        Payloads::changePosition);
  }

  /** Place of the oldest change record of a partition that is still kept. */
  public CompletableFuture<Optional<ChangePosition>> changesOldest(
      ShardId shard, PartitionId partition) {
    return read(
        ask(shard, StorageNodeGrpc.getChangesOldestMethod(), place(shard, partition)),
        answer ->
            answer.hasPosition()
                ? Optional.of(Payloads.changePosition(answer.getPosition()))
                : Optional.empty());
  }

  /** Partitions of a shard that have change records, those of dropped tables included. */
  public CompletableFuture<List<PartitionId>> changedPartitions(ShardId shard) {
    return read(
        ask(shard, StorageNodeGrpc.getChangedPartitionsMethod(), Payloads.shard(shard)),
        answer -> answer.getPartitionsList().stream().map(Payloads::partitionId).toList());
  }

  /** How far an index partition in {@code shard} has applied the changes of {@code source}. */
  public CompletableFuture<ChangePosition> indexCursor(
      ShardId shard, PartitionId indexPartition, PartitionId source) {
    IndexCursorRequest request =
        IndexCursorRequest.newBuilder()
            .setShard(Payloads.shard(shard))
            .setIndexPartition(Payloads.id(indexPartition.value()))
            .setSource(Payloads.id(source.value()))
            .build();
    return read(
        ask(shard, StorageNodeGrpc.getIndexCursorMethod(), request), Payloads::changePosition);
  }

  /** Figures of a shard. */
  public CompletableFuture<ShardStatistics> statistics(ShardId shard) {
    return read(
        ask(shard, StorageNodeGrpc.getStatisticsMethod(), Payloads.shard(shard)),
        answer -> ShardCodec.decodeStatistics(Payloads.message(answer)));
  }

  /** What a shard holds of transactions that have not ended. */
  public CompletableFuture<UnfinishedTransactions> unfinishedTransactions(ShardId shard) {
    return read(
        ask(shard, StorageNodeGrpc.getUnfinishedTransactionsMethod(), Payloads.shard(shard)),
        answer ->
            new UnfinishedTransactions(
                ShardCodec.decodeLedger(Payloads.toBytes(answer.getLedger())),
                ShardCodec.decodePrepared(Payloads.toBytes(answer.getPrepared()))));
  }

  /**
   * Follows the change logs of a shard, for as long as its node answers. When the node cannot be
   * asked the follower may hear so before this returns.
   */
  public Calls.Subscription watchChanges(ShardId shard, ChangeFollower follower) {
    Channel channel = channelTo(shard);
    if (channel == null) {
      follower.onEnd(unknown(shard));
      return () -> {};
    }
    Following stream = new Following(follower);
    following.add(stream);
    // A stream outlives whatever call it is opened in.
    Context previous = Context.ROOT.attach();
    try {
      stream.opened.complete(
          Calls.follow(
              channel, StorageNodeGrpc.getWatchChangesMethod(), Payloads.shard(shard), stream));
    } finally {
      Context.ROOT.detach(previous);
    }
    if (closed) {
      stream.close();
    }
    return stream;
  }

  private final class Following implements Calls.Listener<ChangeNotice>, Calls.Subscription {
    final CompletableFuture<Calls.Subscription> opened = new CompletableFuture<>();
    private final ChangeFollower follower;

    Following(ChangeFollower follower) {
      this.follower = follower;
    }

    @Override
    public void onMessage(ChangeNotice notice) {
      follower.onChanges(
          Payloads.partitionId(notice.getPartition()), Payloads.changePosition(notice.getTail()));
    }

    @Override
    public void onEnd(CallFailure reason) {
      following.remove(this);
      follower.onEnd(reason);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // ends the stream now, or once it is open
    public void close() {
      opened.thenAccept(Calls.Subscription::close);
    }
  }

  private <Q, A> CompletableFuture<A> ask(ShardId shard, MethodDescriptor<Q, A> method, Q request) {
    Channel channel = channelTo(shard);
    return channel == null
        ? CompletableFuture.failedFuture(new CallFailedException(unknown(shard)))
        : Calls.ask(channel, method, request, deadline);
  }

  private @Nullable Channel channelTo(ShardId shard) {
    ClusterMember member = closed ? null : cluster.get().member(shard.node());
    return member == null ? null : connections.to(member.address());
  }

  private CallFailure unknown(ShardId shard) {
    String reason =
        closed ? "closed" : "storage node " + shard.node() + " is not known in the cluster";
    return new CallFailure(CallFailure.Kind.UNAVAILABLE, true, reason);
  }

  static <P, A> CompletableFuture<A> read(CompletableFuture<P> answer, Function<P, A> reader) {
    return answer.thenApply(
        received -> {
          try {
            return reader.apply(received);
          } catch (IllegalArgumentException | MessageFormatException unreadable) {
            throw new CallFailedException(fault(false, "the answer cannot be read", unreadable));
          }
        });
  }

  private static PartitionPlace place(ShardId shard, PartitionId partition) {
    return PartitionPlace.newBuilder()
        .setPartition(Payloads.id(partition.value()))
        .setHome(Payloads.shard(shard))
        .build();
  }

  private static CallFailure fault(boolean certain, String what, RuntimeException why) {
    return new CallFailure(CallFailure.Kind.FAULT, certain, what + ": " + why.getMessage());
  }

  private static CallFailure failureOf(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CallFailedException call
        ? call.failure()
        : new CallFailure(CallFailure.Kind.FAULT, false, String.valueOf(cause));
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(following).forEach(Calls.Subscription::close);
  }
}
