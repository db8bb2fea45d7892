package io.cairndb.rpc;

import io.grpc.Context;
import java.time.Duration;

/**
 * Delays whose actions work for the call that the thread works for that asks for them: what they
 * call belongs to the same request. For what a request waits for; background work must not be begun
 * with these, since it would count as the request's for ever. Thread-safe.
 */
public record CarriedDelays(Delays delays) implements Delays {
  @Override
  public void after(Duration delay, Runnable action) {
    delays.after(delay, Context.current().wrap(action));
  }
}
