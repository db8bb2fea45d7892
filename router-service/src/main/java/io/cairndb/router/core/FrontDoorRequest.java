package io.cairndb.router.core;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, read completely.
 *
 * @param uri as in the request line: path and query
 * @param body as received, still compressed where {@code content-encoding} says so
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record FrontDoorRequest(String method, String uri, Headers headers, byte[] body) {

  /** The header fields of a request. */
  @FunctionalInterface
  public interface Headers {

    /** The value of the field of that name (given in lower case), or null when it is absent. */
    @Nullable String get(String name);
  }
}
