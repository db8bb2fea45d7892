package io.cairndb.router.http;

import io.cairndb.router.core.FrontDoorRequest;
import java.util.function.Supplier;

/**
 * What surrounds the handling of one request, such as the calls made for it and its trace.
 *
 * <p>All methods are called on the event loop of the connection.
 */
public interface RequestScope {
  /** Surrounds with nothing. */
  RequestScope NONE =
      new RequestScope() {
        @Override
        public <T> T call(Supplier<T> handling) {
          return handling.get();
        }

        @Override
        public void end(int status) {}

        @Override
        public void abandon() {}
      };

  /**
   * Begins the handling of the request, and later the making of each further part of its answer.
   */
  <T> T call(Supplier<T> handling);

  /**
   * The request is answered: an answer sent in parts, once its last part is made.
   *
   * @param status 500, whatever the client was told at first, when a part could not be made
   */
  void end(int status);

  /**
   * The client has gone before it was answered, or before the last part: nobody waits for what is
   * done for it.
   */
  void abandon();

  /** Opens scopes. Thread-safe. */
  @FunctionalInterface
  interface Factory {
    RequestScope open(FrontDoorRequest request);
  }
}
