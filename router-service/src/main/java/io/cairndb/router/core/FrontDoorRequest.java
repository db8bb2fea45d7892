package io.cairndb.router.core;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, read completely.
 *
 * @param uri as in the request line: path and query
 * @param body its first {@code bodyLength} bytes, as received, still compressed where {@code
 *     content-encoding} says so; lent for the time of {@link FrontDoor#handle} only
 * @param memory asked before a compressed body grows
 * @param buffers lent until the request is answered and the answer has been sent or dropped
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record FrontDoorRequest(
    String method,
    String uri,
    Headers headers,
    byte[] body,
    int bodyLength,
    Memory memory,
    RequestBuffers buffers) {

  /** A request that owns its memory. */
  public FrontDoorRequest(String method, String uri, Headers headers, byte[] body) {
    this(method, uri, headers, body, body.length, bytes -> true, new RequestBuffers());
  }

  /** What requests may hold at one time; what a request was granted ends with it. */
  @FunctionalInterface
  public interface Memory {

    /** Takes as many bytes more for this request, or nothing when there are not so many left. */
    boolean tryReserve(int bytes);
  }

  /** The header fields of a request. */
  @FunctionalInterface
  public interface Headers {

    /** The value of the field of that name (given in lower case), or null when it is absent. */
    @Nullable String get(String name);
  }
}
