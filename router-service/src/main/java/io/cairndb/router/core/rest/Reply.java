package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.router.core.ResponseStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a route answers.
 *
 * @param contentType null when there is no body
 * @param stream what follows the body, if anything
 */
record Reply(
    int status,
    @Nullable String contentType,
    WireBuffer body,
    Map<String, String> headers,
    @Nullable ResponseStream stream) {
  static final String JSON = "application/json";

  static Reply json(int status, JsonWriter json) {
    return new Reply(status, JSON, json.buffer(), Map.of(), null);
  }

  static Reply empty(int status) {
    return new Reply(status, null, new WireBuffer(0), Map.of(), null);
  }

  static JsonWriter writer() {
    return new JsonWriter(new WireBuffer());
  }

  Reply with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Reply(status, contentType, body, all, stream);
  }

  CompletableFuture<Reply> now() {
    return CompletableFuture.completedFuture(this);
  }
}
