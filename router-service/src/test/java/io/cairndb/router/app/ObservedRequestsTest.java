package io.cairndb.router.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.grpc.CallScopes;
import io.cairndb.router.http.RequestScope;
import io.cairndb.service.tracing.Tracing;
import io.cairndb.service.tracing.TracingProperties;
import io.cairndb.service.tracing.Trail;
import io.grpc.Context;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Every request leaves a trail and a time, also when no traces are recorded. */
class ObservedRequestsTest {
  private static final FrontDoorRequest REQUEST =
      new FrontDoorRequest("POST", "/", name -> null, new byte[0]);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ObservedRequests requests =
      new ObservedRequests(
          new CallScopes(), Tracing.of(new TracingProperties(null, 1), "router-service"), meters);

  @Test
  void whatIsCalledForARequestKnowsItsId() {
    RequestScope scope = requests.open(REQUEST);
    String seen =
        scope.call(
            () -> {
              requests.identified("REQUEST1", "PutItem");
              return Objects.requireNonNull(Trail.current()).requestId();
            });
    scope.end(200);
    assertEquals("REQUEST1", seen);
    assertNull(Trail.current());
    assertEquals(1, times("PutItem", "200").count());
  }

  @Test
  void requestsThatAreNoOperationsAreTimedTogether() {
    RequestScope scope = requests.open(REQUEST);
    scope.call(() -> "");
    scope.end(404);
    assertEquals(1, times("none", "404").count());
  }

  @Test
  void aClientThatGoesEndsTheCallsMadeForIt() {
    RequestScope scope = requests.open(REQUEST);
    AtomicReference<Context> during = new AtomicReference<>(Context.ROOT);
    scope.call(
        () -> {
          requests.identified("REQUEST2", "Scan");
          during.set(Context.current());
          return "";
        });
    scope.abandon();
    assertTrue(during.get().isCancelled());
    assertEquals(1, times("Scan", "abandoned").count());
  }

  private Timer times(String operation, String status) {
    return meters
        .get(RouterMetric.HTTP_REQUEST.prometheusName())
        .tags("operation", operation, "status", status)
        .timer();
  }
}
