package io.cairndb.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Makes calls on a channel. Stateless and thread-safe. */
public final class Calls {
  /** What is left of a call that another is made for, at most, to tell how that one ended. */
  private static final long MARGIN_NANOS = Duration.ofMillis(200).toNanos();

  private Calls() {}

  /**
   * Asks once. The answer arrives on gRPC's thread. The future fails with {@link
   * CallFailedException} only; cancelling it cancels the call.
   *
   * <p>A call made while another's is dealt with, on that thread, ends a little before it: whoever
   * made that one learns what became of this one, and not only that it was late.
   *
   * @param deadline time for the whole call, passed on to the other side
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the answer itself goes to the caller
  public static <Q, A> CompletableFuture<A> ask(
      Channel channel, MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    Sending sending = new Sending();
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(nanosFor(deadline), TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(sending);
    ClientCall<Q, A> call = channel.newCall(method, options);
    CompletableFuture<A> answer = new CompletableFuture<>();
    call.start(new Answer<>(answer, sending), new Metadata());
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    answer.whenComplete(
        (value, failure) -> {
          if (failure instanceof CancellationException) {
            call.cancel("the caller lost interest", failure);
          }
        });
    return answer;
  }

  private static long nanosFor(Duration deadline) {
    Deadline caller = Context.current().getDeadline();
    if (caller == null) {
      return deadline.toNanos();
    }
    long left = caller.timeRemaining(TimeUnit.NANOSECONDS);
    return Math.min(deadline.toNanos(), left - Math.min(left / 10, MARGIN_NANOS));
  }

  /**
   * Follows a stream, one message after the other: the next is asked for when {@code listener} has
   * dealt with the last, so a slow listener slows the sender down.
   *
   * @return ends the stream when closed
   */
  public static <Q, A> Subscription follow(
      Channel channel, MethodDescriptor<Q, A> method, Q request, Listener<A> listener) {
    Sending sending = new Sending();
    ClientCall<Q, A> call =
        channel.newCall(method, CallOptions.DEFAULT.withStreamTracerFactory(sending));
    call.start(
        new ClientCall.Listener<A>() {
          @Override
          public void onMessage(A message) {
            listener.onMessage(message);
            call.request(1);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            listener.onEnd(CallFailure.of(status, trailers, sending.sent()));
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    return () -> call.cancel("the follower has closed", null);
  }

  /**
   * What a follower hears; on gRPC's threads, never two at once.
   *
   * @param <A> messages of the stream
   */
  public interface Listener<A> {
    void onMessage(A message);

    /** The last that is heard, whoever ended the stream. */
    void onEnd(CallFailure reason);
  }

  /** Ends a stream. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Answer<A> extends ClientCall.Listener<A> {
    private final CompletableFuture<A> answer;
    private final Sending sending;
    private @Nullable A message;

    Answer(CompletableFuture<A> answer, Sending sending) {
      this.answer = answer;
      this.sending = sending;
    }

    @Override
    public void onMessage(A received) {
      message = received;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (status.isOk() && message != null) {
        answer.complete(message);
      } else {
        answer.completeExceptionally(
            new CallFailedException(CallFailure.of(status, trailers, sending.sent())));
      }
    }
  }

  /** Takes note of whether a request was handed to a connection: from then on it may arrive. */
  private static final class Sending extends ClientStreamTracer.Factory {
    private final AtomicBoolean sent = new AtomicBoolean();

    boolean sent() {
      return sent.get();
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void outboundMessage(int sequence) {
          sent.set(true);
        }
      };
    }
  }
}
