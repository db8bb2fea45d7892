package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes back for one request.
 *
 * @param contentType null where DynamoDB sends none
 * @param crc32 checksum of {@code body}, for {@code x-amz-crc32}
 * @param requestId for {@code x-amzn-RequestId}
 * @param headers further fields; empty but for cross-origin requests
 */
public record FrontDoorResponse(
    int status,
    @Nullable String contentType,
    WireBuffer body,
    long crc32,
    CharSequence requestId,
    Map<String, String> headers) {}
