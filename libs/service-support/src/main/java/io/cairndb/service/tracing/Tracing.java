package io.cairndb.service.tracing;

import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.common.AttributeKey;
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
import org.jspecify.annotations.Nullable;

/** Begins trails and follows them through calls. Thread-safe. */
public final class Tracing implements AutoCloseable {
  private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("aws.request_id");

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

  /** Records what is sampled with {@code spans}. */
  static Tracing to(SpanProcessor spans, double sampled, String service) {
    Attributes name = Attributes.of(AttributeKey.stringKey("service.name"), service);
    return new Tracing(
        SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampled)))
            .addSpanProcessor(spans)
            .setResource(Resource.getDefault().merge(Resource.create(name)))
            .build());
  }

  /**
   * Begins the trail of a client's request on this thread, until it is left there.
   *
   * @param headers where the client may have said of which trace it is
   */
  public <H> Entry enter(
      String operation, String requestId, H headers, TextMapGetter<H> readHeaders) {
    Span span = begin(operation, SpanKind.SERVER, remote(headers, readHeaders));
    if (span != null) {
      span.setAttribute(REQUEST_ID, requestId);
    }
    Context context = new Trail(requestId, span).in(Context.current());
    return new Entry(context, context.attach(), span);
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
    private static final AttributeKey<Long> STATUS =
        AttributeKey.longKey("http.response.status_code");

    private final Context context;
    private final Context before;
    private final @Nullable Span span;

    private Entry(Context context, Context before, @Nullable Span span) {
      this.context = context;
      this.before = before;
      this.span = span;
    }

    /** The thread that entered goes on to other work; the request need not be answered yet. */
    public void leave() {
      context.detach(before);
    }

    /** The request is answered, on any thread. */
    public void answered(int httpStatus) {
      if (span != null) {
        span.setAttribute(STATUS, (long) httpStatus);
        if (httpStatus >= 500) {
          span.setStatus(StatusCode.ERROR);
        }
        span.end();
      }
    }
  }
}
