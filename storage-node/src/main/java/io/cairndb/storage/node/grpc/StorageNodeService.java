package io.cairndb.storage.node.grpc;

import io.cairndb.message.format.MessageFormatException;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.CallFailure.Kind;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.ChangeNotice;
import io.cairndb.rpc.proto.ChangedPartitionsResponse;
import io.cairndb.rpc.proto.ChangesResponse;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.IndexCursorRequest;
import io.cairndb.rpc.proto.NodeDescription;
import io.cairndb.rpc.proto.OldestResponse;
import io.cairndb.rpc.proto.PartitionPlace;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.Position;
import io.cairndb.rpc.proto.ReadChangesRequest;
import io.cairndb.rpc.proto.ShardRef;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.rpc.proto.UnfinishedTransactionsResponse;
import io.cairndb.shard.ChangeLogReader;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.Shard;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.codec.ShardCodec;
import io.cairndb.storage.node.StorageNode;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shards of a storage node, for whoever may call. Commands are answered when their answers are
 * durable, on the thread that finds them so; reads of single items on the thread that brings the
 * request, other reads on virtual threads.
 *
 * <p>A call is refused, with certainty that nothing was done, when it cannot be read, is meant for
 * another node, finds too many reads under way, or comes before the shards are open or while the
 * service stops.
 *
 * <p>Thread-safe.
 */
public final class StorageNodeService extends StorageNodeGrpc.StorageNodeImplBase
    implements AutoCloseable {
  /** Items that are read one after the other without giving the thread back. */
  private static final int INLINE_ITEMS = 8;

  private static final int MAX_CHANGES = 10_000;
  private static final long MAX_CHANGE_BYTES = 8 * 1024 * 1024;

  private final UUID nodeId;
  private final BlockingReads reads;
  private final ServiceEvents events;
  private final ChangeWatches watches;
  private volatile @Nullable StorageNode served;
  private volatile boolean stopping;

  /**
   * A service that has no shards yet.
   *
   * @param nodeId identity of the node
   * @param reads stay the caller's
   */
  public StorageNodeService(UUID nodeId, BlockingReads reads, ServiceEvents events) {
    this.nodeId = nodeId;
    this.reads = reads;
    this.events = events;
    this.watches = new ChangeWatches(reads::runUnbounded);
  }

  /** Answers for the shards of {@code node} from now on; it stays the caller's. */
  public void serve(StorageNode node) {
    served = node;
  }

  /** A node gets its number from the cluster, and cannot open its shards before. */
  private StorageNode node() {
    StorageNode node = served;
    if (node == null) {
      throw CallFailure.refuse(Kind.UNAVAILABLE, "the storage node has not opened its shards yet");
    }
    return node;
  }

  @Override
  public void execute(ExecuteRequest request, StreamObserver<Payload> answer) {
    guarded(
        "Execute",
        answer,
        () -> {
          ShardId shard = shardOf(request);
          switch (request(request)) {
            case Command command -> submit("Execute", answer, shard, command);
            case Read read -> read(answer, shard, read);
          }
        });
  }

  private void read(StreamObserver<Payload> answer, ShardId shard, Read read) {
    StorageNode node = node();
    Supplier<ReadResult> found =
        () -> reading(shard, read.getClass().getSimpleName(), () -> node.read(shard, read));
    if (isQuick(read)) {
      reply(answer, payload(found.get()));
    } else {
      blocking("Execute", answer, () -> payload(found.get()));
    }
  }

  private <T> T reading(ShardId shard, String what, Supplier<T> read) {
    ServiceEvents.Work work = events.onWork(ServiceEvents.Kind.READ, shard, what);
    T found;
    try {
      found = read.get();
    } catch (RuntimeException | StackOverflowError defect) {
      work.failed(defect.getClass().getSimpleName());
      throw defect;
    }
    if (found instanceof Refusal refusal) {
      work.failed(refusal.getClass().getSimpleName());
    } else {
      work.done();
    }
    return found;
  }

  /** Reads that a router in the same process makes without leaving its event loop, and short. */
  private static boolean isQuick(Read read) {
    return switch (read) {
      case Read.GetItem ignored -> true;
      case Read.GetItems many -> many.items().size() <= INLINE_ITEMS;
      case Read.RangeRead range ->
          range.limit() <= INLINE_ITEMS
              && range.filter().isEmpty()
              && range.range() instanceof Read.KeyRange.OfCollection;
    };
  }

  @Override
  public void install(ExecuteRequest request, StreamObserver<Payload> answer) {
    administer("Install", request, answer, Command.InstallSchema.class);
  }

  @Override
  public void drop(ExecuteRequest request, StreamObserver<Payload> answer) {
    administer("Drop", request, answer, Command.DropTable.class);
  }

  @Override
  public void backfill(ExecuteRequest request, StreamObserver<Payload> answer) {
    administer("Backfill", request, answer, Command.BackfillChunk.class);
  }

  @Override
  public void advanceMaintenance(ExecuteRequest request, StreamObserver<Payload> answer) {
    administer("AdvanceMaintenance", request, answer, Command.AdvanceMaintenance.class);
  }

  private void administer(
      String method,
      ExecuteRequest request,
      StreamObserver<Payload> answer,
      Class<? extends Command> expected) {
    guarded(
        method,
        answer,
        () -> {
          ShardId shard = shardOf(request);
          ShardRequest command = request(request);
          if (!expected.isInstance(command)) {
            throw new IllegalArgumentException(
                command.getClass().getSimpleName() + " is not " + expected.getSimpleName());
          }
          submit(method, answer, shard, expected.cast(command));
        });
  }

  @Override
  public void statistics(ShardRef shard, StreamObserver<Payload> answer) {
    guarded(
        "Statistics",
        answer,
        () ->
            reply(
                answer, Payloads.payload(ShardCodec.encodeStatistics(shard(shard).statistics()))));
  }

  @Override
  public void readChanges(ReadChangesRequest request, StreamObserver<ChangesResponse> answer) {
    guarded(
        "ReadChanges",
        answer,
        () -> {
          ChangeLogReader changes = changesOf(request.getPartition());
          PartitionId partition = Payloads.partitionId(request.getPartition().getPartition());
          ChangePosition after = Payloads.changePosition(request.getAfter());
          int records = bounded("max_records", request.getMaxRecords(), MAX_CHANGES);
          int bytes = bounded("max_bytes", request.getMaxBytes(), MAX_CHANGE_BYTES);
          blocking(
              "ReadChanges",
              answer,
              () ->
                  ChangesResponse.newBuilder()
                      .setChanges(
                          Payloads.toByteString(
                              ShardCodec.encodeChanges(
                                  reading(
                                      homeOf(request.getPartition()),
                                      "ReadChanges",
                                      () -> changes.read(partition, after, records, bytes)))))
                      .build());
        });
  }

  private static int bounded(String field, long value, long most) {
    if (value <= 0) {
      throw new IllegalArgumentException(field + " is " + value);
    }
    return (int) Math.min(value, most);
  }

  @Override
  public void changesTail(PartitionPlace place, StreamObserver<Position> answer) {
    guarded(
        "ChangesTail",
        answer,
        () -> {
          ChangeLogReader changes = changesOf(place);
          PartitionId partition = Payloads.partitionId(place.getPartition());
          ChangePosition tail =
              reading(homeOf(place), "ChangesTail", () -> changes.tail(partition));
          reply(answer, Payloads.position(tail));
        });
  }

  @Override
  public void changesOldest(PartitionPlace place, StreamObserver<OldestResponse> answer) {
    guarded(
        "ChangesOldest",
        answer,
        () -> {
          ChangeLogReader changes = changesOf(place);
          PartitionId partition = Payloads.partitionId(place.getPartition());
          blocking(
              "ChangesOldest",
              answer,
              () -> {
                OldestResponse.Builder response = OldestResponse.newBuilder();
                reading(homeOf(place), "ChangesOldest", () -> changes.oldest(partition))
                    .ifPresent(oldest -> response.setPosition(Payloads.position(oldest)));
                return response.build();
              });
        });
  }

  @Override
  public void changedPartitions(ShardRef shard, StreamObserver<ChangedPartitionsResponse> answer) {
    guarded(
        "ChangedPartitions",
        answer,
        () -> {
          ChangeLogReader changes = shard(shard).changes();
          blocking(
              "ChangedPartitions",
              answer,
              () -> {
                ChangedPartitionsResponse.Builder response = ChangedPartitionsResponse.newBuilder();
                for (PartitionId partition : changes.partitions()) {
                  response.addPartitions(Payloads.id(partition.value()));
                }
                return response.build();
              });
        });
  }

  @Override
  public void indexCursor(IndexCursorRequest request, StreamObserver<Position> answer) {
    guarded(
        "IndexCursor",
        answer,
        () ->
            reply(
                answer,
                Payloads.position(
                    shard(request.getShard())
                        .changes()
                        .indexCursor(
                            Payloads.partitionId(request.getIndexPartition()),
                            Payloads.partitionId(request.getSource())))));
  }

  @Override
  public void watchChanges(ShardRef shard, StreamObserver<ChangeNotice> answer) {
    guarded("WatchChanges", answer, () -> watches.open(shard(shard).changes(), answer));
  }

  @Override
  public void unfinishedTransactions(
      ShardRef shard, StreamObserver<UnfinishedTransactionsResponse> answer) {
    guarded(
        "UnfinishedTransactions",
        answer,
        () -> {
          Shard target = shard(shard);
          answerWith(
              "UnfinishedTransactions",
              answer,
              target
                  .ledgerEntries()
                  .thenCombine(
                      target.preparedTransactions(),
                      (ledger, prepared) ->
                          UnfinishedTransactionsResponse.newBuilder()
                              .setLedger(Payloads.toByteString(ShardCodec.encodeLedger(ledger)))
                              .setPrepared(
                                  Payloads.toByteString(ShardCodec.encodePrepared(prepared)))
                              .build()),
              Function.identity());
        });
  }

  @Override
  public void describe(Empty request, StreamObserver<NodeDescription> answer) {
    StorageNode node = served;
    reply(
        answer,
        NodeDescription.newBuilder()
            .setNodeId(Payloads.id(nodeId))
            .setNumber(node == null ? 0 : node.nodeId())
            .setShards(node == null ? 0 : node.shardIds().size())
            .setMessageVersion(ShardCodec.VERSION)
            .build());
  }

  /** Streams that are followed now. */
  public int watchers() {
    return watches.size();
  }

  /** Refuses calls from now on and ends the streams; what was accepted is answered. */
  @Override
  public void close() {
    stopping = true;
    watches.close(CallFailure.refuse(Kind.UNAVAILABLE, "the storage node stops"));
  }

  private ShardId shardOf(ExecuteRequest request) {
    StorageNode node = node();
    if (request.getNode() != 0) {
      requireHere(node, request.getNode());
    }
    return new ShardId(node.nodeId(), request.getShard());
  }

  private Shard shard(ShardRef shard) {
    StorageNode node = node();
    requireHere(node, shard.getNode());
    return node.shard(Payloads.shardId(shard));
  }

  private ChangeLogReader changesOf(PartitionPlace place) {
    if (!place.hasHome()) {
      throw new IllegalArgumentException("the home of the partition is missing");
    }
    return shard(place.getHome()).changes();
  }

  private static ShardId homeOf(PartitionPlace place) {
    return Payloads.shardId(place.getHome());
  }

  /** An address may have become another node's since the sender learnt it. */
  private static void requireHere(StorageNode node, int number) {
    if (number != node.nodeId()) {
      throw CallFailure.refuse(
          Kind.UNAVAILABLE, "this is storage node " + node.nodeId() + ", not " + number);
    }
  }

  private static ShardRequest request(ExecuteRequest request) {
    return ShardCodec.decodeRequest(Payloads.toBytes(request.getMessage()));
  }

  private static Payload payload(ShardResponse response) {
    return Payloads.payload(ShardCodec.encode(response));
  }

  private void submit(
      String method, StreamObserver<Payload> answer, ShardId shard, Command command) {
    StorageNode node = node();
    ServiceEvents.Work work =
        events.onWork(ServiceEvents.Kind.WRITE, shard, command.getClass().getSimpleName());
    CompletableFuture<CommandResult> durable;
    try {
      durable = submitted(node, shard, command);
    } catch (RuntimeException | Error defect) {
      work.failed(defect.getClass().getSimpleName());
      throw defect;
    }
    answerWith(
        method,
        answer,
        durable,
        result -> {
          tell(work, result);
          return payload(result);
        });
  }

  /** The thread may find commands of other calls to evaluate, which are not this call's work. */
  private static CompletableFuture<CommandResult> submitted(
      StorageNode node, ShardId shard, Command command) {
    Context call = Context.ROOT.attach();
    try {
      return node.submit(shard, command);
    } finally {
      Context.ROOT.detach(call);
    }
  }

  private static void tell(ServiceEvents.Work work, CommandResult result) {
    switch (result) {
      case Refusal refusal -> work.failed(refusal.getClass().getSimpleName());
      case CommandResult.UnknownOutcome unknown -> work.failed(unknown.reason());
      case CommandResult.Outcome ignored -> work.done();
    }
  }

  /** Nothing thrown gets past here: a call that is not answered would hang. */
  private void guarded(String method, StreamObserver<?> answer, Runnable work) {
    // With a handler, answers to callers that have gone are dropped instead of thrown back.
    ((ServerCallStreamObserver<?>) answer).setOnCancelHandler(() -> {});
    if (stopping) {
      answer.onError(CallFailure.refuse(Kind.UNAVAILABLE, "the storage node stops"));
      return;
    }
    try {
      work.run();
    } catch (StatusRuntimeException refused) {
      answer.onError(refused);
    } catch (MessageFormatException unreadable) {
      events.onMalformed(method, String.valueOf(unreadable.getMessage()));
      answer.onError(CallFailure.refuse(unreadable));
    } catch (IllegalArgumentException unreadable) {
      events.onMalformed(method, String.valueOf(unreadable.getMessage()));
      answer.onError(CallFailure.refuse(Kind.FAULT, String.valueOf(unreadable.getMessage())));
    } catch (RuntimeException | StackOverflowError defect) {
      fail(method, answer, defect);
    }
  }

  private <A> void blocking(String method, StreamObserver<A> answer, Supplier<A> work) {
    boolean accepted =
        reads.tryRun(
            () -> {
              // The caller may have given up before its turn came.
              if (!((ServerCallStreamObserver<A>) answer).isCancelled()) {
                replyWith(method, answer, work);
              }
            });
    if (!accepted) {
      events.onOverload(method);
      answer.onError(CallFailure.refuse(Kind.OVERLOADED, "too many reads are under way"));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the answer goes to the caller
  private <R, A> void answerWith(
      String method,
      StreamObserver<A> answer,
      CompletableFuture<R> result,
      Function<? super R, A> encoding) {
    // Whoever finds the answer durable works for other calls too.
    Context call = Context.current();
    result.whenComplete(
        (done, failure) ->
            call.run(
                () -> {
                  if (failure != null) {
                    fail(method, answer, failure);
                  } else {
                    replyWith(method, answer, () -> encoding.apply(done));
                  }
                }));
  }

  private <A> void replyWith(String method, StreamObserver<A> answer, Supplier<A> work) {
    @Nullable A message;
    try {
      message = work.get();
    } catch (RuntimeException | StackOverflowError defect) {
      fail(method, answer, defect);
      return;
    }
    reply(answer, message);
  }

  private static <A> void reply(StreamObserver<A> answer, A message) {
    answer.onNext(message);
    answer.onCompleted();
  }

  private void fail(String method, StreamObserver<?> answer, Throwable defect) {
    events.onDefect(method, defect);
    answer.onError(CallFailure.failed(defect));
  }
}
