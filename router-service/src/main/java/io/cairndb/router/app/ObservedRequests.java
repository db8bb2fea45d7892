package io.cairndb.router.app;

import io.cairndb.router.core.FrontDoorEvents;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.http.RequestScope;
import io.cairndb.service.metrics.Histograms;
import io.cairndb.service.tracing.Tracing;
import io.cairndb.service.tracing.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Begins the trail of every request, and times it by operation and status. Thread-safe. */
public final class ObservedRequests implements RequestScope.Factory, FrontDoorEvents {
  private static final String ABANDONED = "abandoned";

  private final RequestScope.Factory inner;
  private final FrontDoorEvents log = FrontDoorEvents.logging();
  private final Tracing tracing;
  private final Histograms times;

  /**
   * Around requests.
   *
   * @param inner what stands around them besides
   */
  public ObservedRequests(RequestScope.Factory inner, Tracing tracing, MeterRegistry meters) {
    this.inner = inner;
    this.tracing = tracing;
    this.times = new Histograms(meters, RouterMetric.HTTP_REQUEST, "operation", "status");
  }

  @Override
  public RequestScope open(FrontDoorRequest request) {
    return new Scope(
        inner.open(request), tracing.enter(request.headers(), HeaderFields.READER), times.now());
  }

  @Override
  public void identified(CharSequence requestId, String operation) {
    Trail trail = Trail.current();
    if (trail != null) {
      trail.identify(requestId.toString(), operation);
    }
  }

  @Override
  public void unexpectedFailure(String requestId, String target, Throwable failure) {
    log.unexpectedFailure(requestId, target, failure);
  }

  private final class Scope implements RequestScope {
    private final RequestScope calls;
    private final Tracing.Entry entry;
    private final long began;

    Scope(RequestScope calls, Tracing.Entry entry, long began) {
      this.calls = calls;
      this.entry = entry;
      this.began = began;
    }

    @Override
    public <T> T call(Supplier<T> handling) {
      return calls.call(() -> entry.call(handling));
    }

    @Override
    public void end(int status) {
      record(Integer.toString(status));
      entry.answered(status);
      calls.end(status);
    }

    @Override
    public void abandon() {
      record(ABANDONED);
      entry.abandoned();
      calls.abandon();
    }

    private void record(String status) {
      String operation = entry.trail().operation();
      times.record(operation == null ? "none" : operation, status, began);
    }
  }

  private enum HeaderFields implements TextMapGetter<FrontDoorRequest.Headers> {
    READER;

    @Override
    public Iterable<String> keys(FrontDoorRequest.Headers headers) {
      return List.of();
    }

    @Override
    public @Nullable String get(FrontDoorRequest.@Nullable Headers headers, String name) {
      return headers == null ? null : headers.get(name);
    }
  }
}
