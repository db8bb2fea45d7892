package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.shard.ItemBuffer;

/**
 * Who asks, on behalf of what, and where the answer may be written.
 *
 * @param requestId as sent back in {@code x-amzn-RequestId}
 * @param region from the credential scope of the signature
 * @param account twelve digits; whose tables are meant
 * @param accessKey as claimed by the signature
 * @param answer the request's own until it is answered: writes to the buffer that is sent
 * @param item the request's own until it is answered: for an item that is only shown in the answer
 */
public record RequestContext(
    CharSequence requestId,
    String region,
    String account,
    String accessKey,
    JsonWriter answer,
    ItemBuffer item) {

  /** A request with new buffers. */
  public RequestContext(CharSequence requestId, String region, String account, String accessKey) {
    this(requestId, region, account, accessKey, new JsonWriter(new WireBuffer()), new ItemBuffer());
  }
}
