package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes back for one request.
 *
 * @param contentType null where DynamoDB sends none
 * @param crc32 checksum of {@code body}, for {@code x-amz-crc32}; {@link #NO_CHECKSUM} for answers
 *     of other APIs
 * @param requestId for {@code x-amzn-RequestId}, or {@code X-Request-Id} of other APIs
 * @param headers further fields
 * @param stream what comes after {@code body}, for as long as there is more; null when {@code body}
 *     is everything
 */
public record FrontDoorResponse(
    int status,
    @Nullable String contentType,
    WireBuffer body,
    long crc32,
    CharSequence requestId,
    Map<String, String> headers,
    @Nullable ResponseStream stream) {
  /** In place of a checksum: the answer is not one of DynamoDB's API. */
  public static final long NO_CHECKSUM = -1;

  /** An answer that is all there. */
  public FrontDoorResponse(
      int status,
      @Nullable String contentType,
      WireBuffer body,
      long crc32,
      CharSequence requestId,
      Map<String, String> headers) {
    this(status, contentType, body, crc32, requestId, headers, null);
  }

  /** Whether it is of DynamoDB's API. */
  public boolean hasChecksum() {
    return crc32 != NO_CHECKSUM;
  }
}
