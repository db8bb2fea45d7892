package io.cairndb.router.grpc;

import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.http.RequestScope;
import io.grpc.Context;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Ends the calls made for a request when its client has gone. Calls belong to a request by gRPC's
 * context, which goes along from the answer of one call to the next one. Thread-safe.
 */
public final class CallScopes implements RequestScope.Factory {

  @Override
  public RequestScope open(FrontDoorRequest request) {
    return new Scope(Context.ROOT.withCancellation());
  }

  /** What {@code executor} is given by a request belongs to the request. */
  public static Executor inScope(Executor executor) {
    return Context.currentContextExecutor(executor);
  }

  private record Scope(Context.CancellableContext context) implements RequestScope {
    @Override
    public <T> T call(Supplier<T> handling) {
      Context previous = context.attach();
      try {
        return handling.get();
      } finally {
        context.detach(previous);
      }
    }

    @Override
    public void end(int status) {}

    @Override
    public void abandon() {
      context.cancel(null);
    }
  }
}
