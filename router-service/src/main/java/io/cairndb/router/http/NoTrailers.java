package io.cairndb.router.http;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/** Trailer fields, which no request to this server needs: read as HTTP asks for, and dropped. */
final class NoTrailers extends EmptyHttpHeaders {
  static final NoTrailers INSTANCE = new NoTrailers();

  private NoTrailers() {}

  @Override
  public HttpHeaders add(String name, Object value) {
    return this;
  }
}
