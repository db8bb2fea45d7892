package io.cairndb.services.cluster;

import io.cairndb.router.app.ObservedRequests;
import io.cairndb.router.grpc.CallScopes;
import io.cairndb.rpc.RpcInterceptors;
import io.cairndb.service.tracing.Tracing;
import io.cairndb.storage.node.app.TracedWork;
import io.cairndb.storage.node.grpc.LoggingEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Records every request of a cluster, in each service as its process does. Thread-safe. */
final class Traces implements SpanProcessor {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Tracing> tracings = new ConcurrentHashMap<>();
  private final Map<String, Recorded> traces = new ConcurrentHashMap<>();

  private record Recorded(AtomicInteger open, Queue<SpanData> ended) {}

  /** What makes the services of a cluster record here. */
  Observation observation() {
    ObservedRequests requests =
        new ObservedRequests(new CallScopes(), tracing("router"), new SimpleMeterRegistry());
    return new Observation(this::calls, requests, requests, new TracedWork(new LoggingEvents()));
  }

  private RpcInterceptors calls(String service) {
    Tracing tracing = tracing(service);
    return new RpcInterceptors(List.of(tracing.ofCallsMade()), List.of(tracing.ofCallsAnswered()));
  }

  private Tracing tracing(String service) {
    return tracings.computeIfAbsent(service, name -> Tracing.to(this, 1, name));
  }

  private Recorded recorded(String traceId) {
    return traces.computeIfAbsent(
        traceId, id -> new Recorded(new AtomicInteger(), new ConcurrentLinkedQueue<>()));
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    recorded(span.getSpanContext().getTraceId()).open().incrementAndGet();
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    Recorded trace = recorded(span.getSpanContext().getTraceId());
    trace.ended().add(span.toSpanData());
    trace.open().decrementAndGet();
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /** What has been recorded of a trace by now. */
  Trace of(String traceId) {
    return new Trace(List.copyOf(recorded(traceId).ended()));
  }

  /** Everything recorded by now. */
  List<Trace> all() {
    return traces.keySet().stream()
        .map(this::of)
        .filter(trace -> !trace.spans().isEmpty())
        .toList();
  }

  /** The trace once all its spans have ended and it is complete; part of it follows the answer. */
  Trace await(String traceId, Predicate<Trace> isComplete) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      boolean ended = recorded(traceId).open().get() == 0;
      Trace trace = of(traceId);
      if (ended && isComplete.test(trace)) {
        return trace;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            recorded(traceId).open() + " spans have not ended, or some are missing:\n" + trace);
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }
}
