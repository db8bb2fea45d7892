package io.cairndb.router.grpc;

import io.cairndb.item.Bytes;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.shard.codec.TransactionCodec;
import io.cairndb.shard.transact.ItemTransactions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Transactions run by a coordinator. Thread-safe; the futures do not fail. A transaction whose
 * answer was lost goes on or not without this side; the client's token tells them apart when it
 * asks again.
 */
record RemoteTransactions(Peer coordinator, Questions questions, Duration deadline)
    implements ItemTransactions {

  @Override
  public CompletableFuture<WriteOutcome> write(WriteRequest request) {
    return ask(
        message -> coordinator.ask(CoordinatorGrpc.getTransactWriteMethod(), message, deadline),
        () -> TransactionCodec.encode(request),
        TransactionCodec::decodeWriteOutcome,
        failure ->
            failure.certain()
                ? new WriteOutcome.Refused(failure.refusal())
                : new WriteOutcome.Unknown(failure.reason()));
  }

  @Override
  public CompletableFuture<ReadOutcome> read(ReadRequest request) {
    return ask(
        message -> questions.ask(CoordinatorGrpc.getTransactReadMethod(), message),
        () -> TransactionCodec.encode(request),
        TransactionCodec::decodeReadOutcome,
        failure -> new ReadOutcome.Refused(failure.refusal()));
  }

  /** Writes a request down. */
  private interface Encoding {
    Bytes encode();
  }

  private <T> CompletableFuture<T> ask(
      Function<Payload, CompletableFuture<Payload>> call,
      Encoding request,
      Function<Bytes, T> answer,
      Function<CallFailure, T> instead) {
    Payload message;
    try {
      message = Payloads.payload(request.encode());
    } catch (MessageFormatException unsendable) {
      String reason = "the request cannot be sent: " + unsendable.getMessage();
      return CompletableFuture.completedFuture(
          instead.apply(new CallFailure(CallFailure.Kind.FAULT, true, reason)));
    }
    return call.apply(message)
        .thenApply(payload -> answer.apply(Payloads.message(payload)))
        .exceptionally(failure -> instead.apply(Peer.failureOf(failure)));
  }
}
