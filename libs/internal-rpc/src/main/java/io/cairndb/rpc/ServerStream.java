package io.cairndb.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending side of a stream. Nothing is queued here: when the transport takes a message, the
 * source is asked for the next one, so what a slow receiver has missed is put together at the time
 * it can be sent. Thread-safe.
 *
 * @param <A> messages of the stream
 */
public final class ServerStream<A> {
  private static final Logger LOG = LoggerFactory.getLogger(ServerStream.class);

  private final ServerCallStreamObserver<A> observer;
  private final Source<A> source;
  private final Executor executor;
  private final Runnable onEnd;

  /** Wakes not dealt with; whoever raises it from zero has the stream drained. */
  private final AtomicInteger wakes = new AtomicInteger();

  private final AtomicReference<@Nullable Throwable> endReason = new AtomicReference<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  private ServerStream(
      ServerCallStreamObserver<A> observer, Source<A> source, Executor executor, Runnable onEnd) {
    this.observer = observer;
    this.source = source;
    this.executor = executor;
    this.onEnd = onEnd;
  }

  /**
   * What there is to send.
   *
   * @param <A> messages of the stream
   */
  @FunctionalInterface
  public interface Source<A> {
    /**
     * What the receiver lacks now; null when it lacks nothing, until the next {@link
     * ServerStream#wake}. Never two calls at once. A failure ends the stream.
     */
    @Nullable A next();
  }

  /**
   * Begins to send. To be called before the handler of the call returns.
   *
   * @param executor where the source is asked and messages are sent; {@code Runnable::run} when
   *     that takes no time
   * @param onEnd runs once: the receiver has gone, or the stream has been ended
   */
  public static <A> ServerStream<A> open(
      StreamObserver<A> answer, Source<A> source, Executor executor, Runnable onEnd) {
    var observer = (ServerCallStreamObserver<A>) answer;
    ServerStream<A> stream = new ServerStream<>(observer, source, executor, onEnd);
    observer.setOnCancelHandler(stream::finish);
    observer.setOnCloseHandler(stream::finish);
    observer.setOnReadyHandler(stream::wake);
    stream.wake();
    return stream;
  }

  /** The source may have something new. */
  public void wake() {
    if (ended.get() || wakes.getAndIncrement() > 0) {
      return;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException stopped) {
      finish();
      fail(CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "the service stops"));
    }
  }

  /** Ends the stream from this side; the receiver learns {@code reason}. */
  public void end(Throwable reason) {
    endReason.compareAndSet(null, reason);
    wake();
  }

  private void drain() {
    int missed = wakes.get();
    while (missed != 0) {
      try {
        send();
      } catch (RuntimeException | Error defect) {
        // Left alone, the receiver would wait for what is never sent.
        LOG.error("a stream cannot go on", defect);
        finish();
        fail(CallFailure.failed(defect));
      }
      missed = wakes.addAndGet(-missed);
    }
  }

  private void send() {
    while (!ended.get()) {
      Throwable reason = endReason.get();
      if (reason != null) {
        finish();
        fail(reason);
      } else if (!observer.isReady()) {
        return;
      } else {
        A next = source.next();
        if (next == null) {
          return;
        }
        observer.onNext(next);
      }
    }
  }

  private void fail(Throwable reason) {
    if (!observer.isCancelled()) {
      observer.onError(reason);
    }
  }

  private void finish() {
    if (ended.compareAndSet(false, true)) {
      onEnd.run();
    }
  }

  /**
   * The newest value of each key, to be sent once each: as a source's memory, it never holds more
   * than there are keys. Thread-safe, guarded by the object itself.
   */
  public static final class Newest<K, V> {
    private final Map<K, V> waiting = new LinkedHashMap<>();

    /** Replaces what waits under the key, in its place; else queues behind the others. */
    public synchronized void put(K key, V value) {
      waiting.put(key, value);
    }

    /** Takes what has waited longest; null when nothing waits. */
    public synchronized Map.@Nullable Entry<K, V> take() {
      Iterator<Map.Entry<K, V>> entries = waiting.entrySet().iterator();
      if (!entries.hasNext()) {
        return null;
      }
      Map.Entry<K, V> first = entries.next();
      Map.Entry<K, V> taken = Map.entry(first.getKey(), first.getValue());
      entries.remove();
      return taken;
    }
  }
}
