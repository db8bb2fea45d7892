package io.cairndb.coordinator.grpc;

import io.cairndb.coordinator.core.Delivery;
import io.cairndb.coordinator.core.Forwarding;
import io.cairndb.item.Bytes;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.rpc.proto.ChangesResponse;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.ForwardRequest;
import io.cairndb.rpc.proto.OldestResponse;
import io.cairndb.rpc.proto.PartitionPlace;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.Position;
import io.cairndb.rpc.proto.ReadChangesRequest;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.codec.ShardCodec;
import io.cairndb.shard.codec.TransactionCodec;
import io.cairndb.shard.transact.ItemTransactions;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers routers. Thread-safe; never waits. */
public final class CoordinatorService extends CoordinatorGrpc.CoordinatorImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorService.class);
  private static final Payload WRONG_PARTITION =
      Payloads.payload(ShardCodec.encode(new Refusal.WrongPartition(null)));

  private final Forwarding forwarding;
  private final StorageNodes nodes;
  private final ItemTransactions transactions;

  public CoordinatorService(
      Forwarding forwarding, StorageNodes nodes, ItemTransactions transactions) {
    this.forwarding = forwarding;
    this.nodes = nodes;
    this.transactions = transactions;
  }

  @Override
  public void forward(ForwardRequest request, StreamObserver<Payload> answer) {
    PartitionId partition = Payloads.partitionId(request.getPartition());
    Forwarding.Address address = new Forwarding.Address(partition, request.getMapVersion(), null);
    deliver(
        address,
        home -> nodes.execute(home, request.getMessage()),
        () -> CompletableFuture.completedFuture(WRONG_PARTITION),
        answer);
  }

  @Override
  public void readChanges(ReadChangesRequest request, StreamObserver<ChangesResponse> answer) {
    atPlace(request.getPartition(), home -> nodes.readChanges(home, request), answer);
  }

  @Override
  public void changesTail(PartitionPlace request, StreamObserver<Position> answer) {
    PartitionId partition = Payloads.partitionId(request.getPartition());
    atPlace(
        request, home -> nodes.changesTail(home, partition).thenApply(Payloads::position), answer);
  }

  @Override
  public void changesOldest(PartitionPlace request, StreamObserver<OldestResponse> answer) {
    PartitionId partition = Payloads.partitionId(request.getPartition());
    atPlace(
        request,
        home ->
            nodes
                .changesOldest(home, partition)
                .thenApply(
                    oldest -> {
                      OldestResponse.Builder response = OldestResponse.newBuilder();
                      oldest.ifPresent(at -> response.setPosition(Payloads.position(at)));
                      return response.build();
                    }),
        answer);
  }

  @Override
  public void transactWrite(Payload request, StreamObserver<Payload> answer) {
    transact(
        request,
        message ->
            transactions
                .write(TransactionCodec.decodeWriteRequest(message))
                .thenApply(TransactionCodec::encode),
        answer);
  }

  @Override
  public void transactRead(Payload request, StreamObserver<Payload> answer) {
    transact(
        request,
        message ->
            transactions
                .read(TransactionCodec.decodeReadRequest(message))
                .thenApply(TransactionCodec::encode),
        answer);
  }

  private <A> void atPlace(
      PartitionPlace place,
      Function<ShardId, CompletableFuture<A>> send,
      StreamObserver<A> answer) {
    ShardId told;
    try {
      told = place.hasHome() ? Payloads.shardId(place.getHome()) : null;
    } catch (IllegalArgumentException unreadable) {
      answer.onError(
          CallFailure.refuse(CallFailure.Kind.FAULT, String.valueOf(unreadable.getMessage())));
      return;
    }
    deliver(
        new Forwarding.Address(Payloads.partitionId(place.getPartition()), 0, told),
        send,
        () -> refused(CallFailure.Kind.UNAVAILABLE, "no partition map known here has it"),
        answer);
  }

  private <A> void deliver(
      Forwarding.Address address,
      Function<ShardId, CompletableFuture<A>> send,
      Supplier<CompletableFuture<A>> noHome,
      StreamObserver<A> answer) {
    // What is sent later, on another thread, must end with this call too.
    Context call = Context.current();
    reply(
        answer,
        () ->
            forwarding.forward(
                address,
                new Delivery<A>() {
                  @Override
                  public CompletableFuture<A> send(ShardId home) {
                    return within(call, () -> send.apply(home));
                  }

                  @Override
                  public CompletableFuture<A> refuse(Reason reason) {
                    return switch (reason) {
                      case NO_HOME -> noHome.get();
                      case OVERLOADED ->
                          refused(
                              CallFailure.Kind.OVERLOADED,
                              "the coordinator has too many requests under way");
                    };
                  }
                }));
  }

  /** Transactions outlive the calls that asked for them. */
  private static void transact(
      Payload request,
      Function<Bytes, CompletableFuture<Bytes>> transaction,
      StreamObserver<Payload> answer) {
    reply(
        answer,
        () ->
            within(
                Context.current().fork(),
                () -> transaction.apply(Payloads.message(request)).thenApply(Payloads::payload)));
  }

  private static <A> CompletableFuture<A> within(
      Context context, Supplier<CompletableFuture<A>> call) {
    Context previous = context.attach();
    try {
      return call.get();
    } finally {
      context.detach(previous);
    }
  }

  private static <A> CompletableFuture<A> refused(CallFailure.Kind kind, String reason) {
    return CompletableFuture.failedFuture(
        new CallFailedException(new CallFailure(kind, true, reason)));
  }

  private static <A> void reply(
      StreamObserver<A> observer, Supplier<CompletableFuture<A>> handling) {
    // With a handler, answers to callers that have gone are dropped instead of thrown back.
    ((ServerCallStreamObserver<A>) observer).setOnCancelHandler(() -> {});
    CompletableFuture<A> answer;
    try {
      answer = handling.get();
    } catch (MessageFormatException unreadable) {
      observer.onError(CallFailure.refuse(unreadable));
      return;
    } catch (RuntimeException defect) {
      observer.onError(failed(defect));
      return;
    }
    CompletableFuture<A> _ =
        answer.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                observer.onNext(value);
                observer.onCompleted();
              } else {
                observer.onError(statusOf(failure));
              }
            });
  }

  private static StatusRuntimeException statusOf(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case CallFailedException call -> call.failure().passedOn();
      case null -> failed(new IllegalStateException("no failure"));
      default -> failed(cause);
    };
  }

  private static StatusRuntimeException failed(Throwable defect) {
    LOG.error("a call could not be answered", defect);
    return CallFailure.failed(defect);
  }
}
