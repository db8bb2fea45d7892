package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.shard.ItemBuffer;

/**
 * Who asks, on behalf of what, and where the answer may be written.
 *
 * @param requestId as sent back in {@code x-amzn-RequestId}
 * @param region from the credential scope of the signature
 * @param account twelve digits; whose tables are meant
 * @param accessKey as claimed by the signature
 * @param buffers the request's own until it is answered
 */
public record RequestContext(
    CharSequence requestId,
    String region,
    String account,
    String accessKey,
    RequestBuffers buffers) {

  /** A request with new buffers. */
  public RequestContext(CharSequence requestId, String region, String account, String accessKey) {
    this(requestId, region, account, accessKey, new RequestBuffers());
  }

  /** Writes to the buffer that is sent. */
  public JsonWriter answer() {
    return buffers.answer();
  }

  /** For an item that is only shown in the answer. */
  public ItemBuffer item() {
    return buffers.item();
  }
}
