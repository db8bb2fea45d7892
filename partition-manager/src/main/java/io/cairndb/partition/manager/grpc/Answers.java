package io.cairndb.partition.manager.grpc;

import io.cairndb.message.format.MessageFormatException;
import io.cairndb.partition.manager.HomesUnavailableException;
import io.cairndb.partition.manager.UndecidedException;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls. Stateless. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionManagerService.class);

  private Answers() {}

  /**
   * Answers when {@code outcome} is there; cancels it when the caller has gone or its deadline has
   * passed.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the answer goes to the caller
  static <T, A> void when(
      CompletableFuture<T> outcome, StreamObserver<A> answer, Function<T, A> message) {
    ((ServerCallStreamObserver<A>) answer).setOnCancelHandler(() -> outcome.cancel(false));
    outcome.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            reply(answer, () -> message.apply(value));
          } else if (!(failure instanceof CancellationException)) {
            answer.onError(status(failure));
          }
        });
  }

  /** Nothing thrown gets past here: a call that is not answered would hang. */
  private static <A> void reply(StreamObserver<A> answer, Supplier<A> message) {
    A built;
    try {
      built = message.get();
    } catch (RuntimeException defect) {
      // What was asked for may have been done.
      answer.onError(failed(defect));
      return;
    }
    answer.onNext(built);
    answer.onCompleted();
  }

  private static StatusRuntimeException failed(Throwable defect) {
    LOG.error("a call could not be answered", defect);
    return CallFailure.failed(defect);
  }

  /** What a failure of a decision or of a read means to the caller. */
  static StatusRuntimeException status(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case null -> failed(new IllegalStateException("no cause"));
      case StatusRuntimeException status -> status;
      case MessageFormatException unreadable -> CallFailure.refuse(unreadable);
      case HomesUnavailableException unavailable ->
          CallFailure.refuse(
              CallFailure.Kind.UNAVAILABLE, String.valueOf(unavailable.getMessage()));
      // Of a node that was asked to answer; to the caller it is as if nothing had been done.
      case CallFailedException call ->
          CallFailure.refuse(call.failure().kind(), call.failure().reason());
      case UndecidedException undecided ->
          CallFailure.refuse(CallFailure.Kind.OVERLOADED, String.valueOf(undecided.getMessage()));
      default -> failed(cause);
    };
  }
}
