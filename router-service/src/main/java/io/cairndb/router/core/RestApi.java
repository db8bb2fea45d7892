package io.cairndb.router.core;

import java.util.concurrent.CompletableFuture;

/** An API beside DynamoDB's, under paths of its own. Thread-safe. */
public interface RestApi {

  /** Whether a request with that path and query is for this API. */
  boolean serves(String uri);

  /** Handles one request; the future does not fail. */
  CompletableFuture<FrontDoorResponse> handle(FrontDoorRequest request, CharSequence requestId);

  /** The answer to a request whose body was not read because it is larger than allowed. */
  FrontDoorResponse refuseTooLarge(CharSequence requestId);
}
