package io.cairndb.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a request does after a pause is still the request's. */
final class CarriedDelaysTest {
  private static final Context.Key<String> REQUEST = Context.keyWithDefault("request", "none");

  @Test
  void onlyCarriedActionsRunInTheContextOfWhoAsked() throws Exception {
    CompletableFuture<String> carried = new CompletableFuture<>();
    CompletableFuture<String> plain = new CompletableFuture<>();
    try (ThreadDelays delays = new ThreadDelays("test-timer")) {
      Context.current()
          .withValue(REQUEST, "REQUEST1")
          .run(
              () -> {
                new CarriedDelays(delays)
                    .after(Duration.ofMillis(1), () -> carried.complete(REQUEST.get()));
                delays.after(Duration.ofMillis(1), () -> plain.complete(REQUEST.get()));
              });
      assertEquals("REQUEST1", carried.get(10, TimeUnit.SECONDS));
      assertEquals("none", plain.get(10, TimeUnit.SECONDS));
    }
  }
}
