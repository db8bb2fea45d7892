package io.cairndb.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts calls with one answer from when they arrive until the answer is out or nobody waits for it
 * any more. Streams are not counted, since they would never end: they are ended. Thread-safe.
 */
final class CallsUnderWay implements ServerInterceptor {
  private final AtomicInteger calls = new AtomicInteger();
  private final CompletableFuture<Void> none = new CompletableFuture<>();
  private final Set<Stream<?, ?>> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean awaited;
  private volatile boolean streamsEnd;

  int count() {
    return calls.get();
  }

  /** Waits for the last to end, to be called once no new ones come; returns whether all have. */
  boolean awaitNone(Duration timeout) {
    awaited = true;
    if (calls.get() == 0) {
      return true;
    }
    try {
      none.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException | ExecutionException late) {
      return false;
    }
  }

  /** Ends the streams there are, and each that still comes. */
  void endStreams() {
    streamsEnd = true;
    streams.forEach(Stream::end);
  }

  private void ended() {
    if (calls.decrementAndGet() == 0 && awaited) {
      none.complete(null);
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
      return followed(call, headers, next);
    }
    calls.incrementAndGet();
    ServerCall.Listener<Q> listener;
    try {
      listener = next.startCall(call, headers);
    } catch (RuntimeException | Error failure) {
      ended();
      throw failure;
    }
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        ended();
        super.onComplete();
      }

      @Override
      public void onCancel() {
        ended();
        super.onCancel();
      }
    };
  }

  private <Q, A> ServerCall.Listener<Q> followed(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Stream<Q, A> stream = new Stream<>(call);
    streams.add(stream);
    ServerCall.Listener<Q> listener;
    try {
      listener = next.startCall(stream, headers);
    } catch (RuntimeException | Error failure) {
      streams.remove(stream);
      throw failure;
    }
    if (streamsEnd) {
      stream.end();
    }
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        streams.remove(stream);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        streams.remove(stream);
        super.onCancel();
      }
    };
  }

  /** A call that the server may end beside its handler; what the handler sends then is dropped. */
  private static final class Stream<Q, A> extends SimpleForwardingServerCall<Q, A> {
    @GuardedBy("this")
    private boolean closed;

    Stream(ServerCall<Q, A> call) {
      super(call);
    }

    void end() {
      close(Status.UNAVAILABLE.withDescription("the service stops"), new Metadata());
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!closed) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(A message) {
      if (!closed) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!closed) {
        closed = true;
        super.close(status, trailers);
      }
    }
  }
}
