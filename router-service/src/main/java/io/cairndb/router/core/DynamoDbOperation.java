package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** One operation of the DynamoDB API, from the JSON of its request to that of its response. */
public interface DynamoDbOperation {

  /** As in the API model: {@code PutItem}. */
  String name();

  /**
   * Whether {@link #handle} may wait for something. Such operations are called on a virtual thread,
   * all others on the event loop, which they must not hold up.
   */
  boolean blocking();

  /**
   * Handles one request. A failure, thrown or delivered by the future, is mapped to the wire by the
   * {@link FrontDoor} alone.
   *
   * @param body UTF-8 JSON, not to be changed afterwards by either side
   */
  CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context);

  /**
   * As {@link #handle(byte[], RequestContext)}, for a body that is lent until this returns, of
   * which the first {@code length} bytes count. For operations that do not block; those that read
   * their body at once can save the copy.
   */
  default CompletableFuture<WireBuffer> handle(byte[] body, int length, RequestContext context) {
    return handle(Arrays.copyOf(body, length), context);
  }
}
