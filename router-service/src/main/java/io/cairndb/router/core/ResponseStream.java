package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The rest of a body that is made while it is sent. The connection asks for the next part when the
 * client has taken the last ones, so no more than a few parts are in memory.
 */
public interface ResponseStream {

  /**
   * Makes the next part; to be called when the part before has come. Empty at the end; a failure
   * ends the stream without its end, so that the client can tell.
   */
  CompletableFuture<Optional<WireBuffer>> next();
}
