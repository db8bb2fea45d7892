package io.cairndb.service.tracing;

import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Begins trails and follows them through calls. Thread-safe. */
public final class Tracing implements AutoCloseable {
  private final @Nullable SdkTracerProvider provider;
  private final @Nullable Tracer tracer;

  private Tracing(@Nullable SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider == null ? null : provider.get("io.cairndb");
  }

  /**
   * Records as configured, or nothing.
   *
   * @param service its name in traces
   */
  public static Tracing of(TracingProperties properties, String service) {
    if (properties.endpoint() == null) {
      return new Tracing(null);
    }
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(properties.endpoint().toString()).build();
    return to(BatchSpanProcessor.builder(exporter).build(), properties.sampled(), service);
  }

  /**
   * Records with {@code spans}, which is closed with this.
   *
   * @param sampled part of the requests that are recorded, 0 to 1
   * @param service its name in traces
   */
  public static Tracing to(SpanProcessor spans, double sampled, String service) {
    Attributes name = Attributes.of(TraceAttributes.SERVICE, service);
    return new Tracing(
        SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampled)))
            .addSpanProcessor(spans)
            .setResource(Resource.getDefault().merge(Resource.create(name)))
            .build());
  }

  /**
   * Begins the trail of a client's request.
   *
   * @param headers where the client may have said of which trace it is
   */
  public <H> Entry enter(H headers, TextMapGetter<H> readHeaders) {
    Span caller =
        readHeaders.get(headers, "traceparent") == null ? null : remote(headers, readHeaders);
    return new Entry(new Trail(this, null, begin("HTTP", SpanKind.SERVER, caller)), caller);
  }

  /** Around calls made. */
  public ClientInterceptor ofCallsMade() {
    return new TrailOfCallsMade(this);
  }

  /** Around calls answered. */
  public ServerInterceptor ofCallsAnswered() {
    return new TrailOfCallsAnswered(this);
  }

  /** The span a message's sender names; null when it names none. */
  static <H> @Nullable Span remote(H headers, TextMapGetter<H> readHeaders) {
    Span span =
        Span.fromContext(
            W3CTraceContextPropagator.getInstance()
                .extract(io.opentelemetry.context.Context.root(), headers, readHeaders));
    return span.getSpanContext().isValid() ? span : null;
  }

  /**
   * Begins what is recorded here.
   *
   * @param parent null begins a trace, if it is sampled
   * @return {@code parent} when this is not recorded
   */
  @Nullable Span begin(String name, SpanKind kind, @Nullable Span parent) {
    if (tracer == null || (parent != null && !parent.getSpanContext().isSampled())) {
      return parent;
    }
    io.opentelemetry.context.Context root = io.opentelemetry.context.Context.root();
    Span span =
        tracer
            .spanBuilder(name)
            .setSpanKind(kind)
            .setParent(parent == null ? root : root.with(parent))
            .startSpan();
    return span.isRecording() ? span : parent;
  }

  /** Sends what is recorded, within a few seconds. */
  @Override
  public void close() {
    if (provider != null) {
      provider.close();
    }
  }

  /** A client's request on its way through this process. */
  public static final class Entry {
    private final Trail trail;
    private final @Nullable Span recorded;

    private Entry(Trail trail, @Nullable Span caller) {
      this.trail = trail;
      this.recorded = trail.span() == caller ? null : trail.span();
    }

    public Trail trail() {
      return trail;
    }

    /** Handles the request on this thread, or begins to. */
    public <T> T call(Supplier<T> handling) {
      Context context = trail.in(Context.current());
      Context before = context.attach();
      try {
        return handling.get();
      } finally {
        context.detach(before);
      }
    }

    /** The request is answered, on any thread. */
    public void answered(int httpStatus) {
      if (recorded != null) {
        recorded.setAttribute(TraceAttributes.HTTP_STATUS, (long) httpStatus);
        if (httpStatus >= 500) {
          recorded.setStatus(StatusCode.ERROR);
        }
        recorded.end();
      }
    }

    /** Nobody waits for the answer any more. */
    public void abandoned() {
      if (recorded != null) {
        recorded.setStatus(StatusCode.ERROR, "the client has gone");
        recorded.end();
      }
    }
  }
}
