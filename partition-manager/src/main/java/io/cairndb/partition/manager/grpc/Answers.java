package io.cairndb.partition.manager.grpc;

import io.cairndb.message.format.MessageFormatException;
import io.cairndb.partition.manager.HomesUnavailableException;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers calls. Stateless. */
final class Answers {
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
            answer.onNext(message.apply(value));
            answer.onCompleted();
          } else if (!(failure instanceof CancellationException)) {
            answer.onError(status(failure));
          }
        });
  }

  /** What a failure of a decision or of a read means to the caller. */
  static StatusRuntimeException status(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case null -> CallFailure.failed(new IllegalStateException("no cause"));
      case StatusRuntimeException status -> status;
      case MessageFormatException unreadable -> CallFailure.refuse(unreadable);
      case HomesUnavailableException unavailable ->
          CallFailure.refuse(
              CallFailure.Kind.UNAVAILABLE, String.valueOf(unavailable.getMessage()));
      // Of a node that was asked to answer; to the caller it is as if nothing had been done.
      case CallFailedException call ->
          CallFailure.refuse(call.failure().kind(), call.failure().reason());
      default -> CallFailure.failed(cause);
    };
  }
}
