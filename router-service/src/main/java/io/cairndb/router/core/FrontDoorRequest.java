package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, read completely.
 *
 * @param uri as in the request line: path and query
 * @param body its first {@code bodyLength} bytes, as received, still compressed where {@code
 *     content-encoding} says so; lent for the time of {@link FrontDoor#handle} only
 * @param answer lent until the request is answered and the answer has been sent or dropped
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record FrontDoorRequest(
    String method, String uri, Headers headers, byte[] body, int bodyLength, JsonWriter answer) {

  /** A request that owns its memory. */
  public FrontDoorRequest(String method, String uri, Headers headers, byte[] body) {
    this(method, uri, headers, body, body.length, new JsonWriter(new WireBuffer()));
  }

  /** The header fields of a request. */
  @FunctionalInterface
  public interface Headers {

    /** The value of the field of that name (given in lower case), or null when it is absent. */
    @Nullable String get(String name);
  }
}
