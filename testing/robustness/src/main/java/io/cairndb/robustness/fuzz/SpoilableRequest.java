package io.cairndb.robustness.fuzz;

import io.cairndb.reference.wire.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request whose headers and body may be spoilt before it is sent. Confined to one thread. */
final class SpoilableRequest {
  private static final String STREAMS = "Streams:";

  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] body;

  /**
   * A request that is still as it should be.
   *
   * @param operation of the database, or one of streams when named {@code Streams:Name}
   */
  SpoilableRequest(String operation, byte[] body) {
    this.body = body;
    headers.put("Host", "127.0.0.1");
    headers.put("Content-Type", "application/x-amz-json-1.0");
    headers.put("X-Amz-Date", "20260101T000000Z");
    headers.put("Authorization", Endpoint.AUTHORIZATION);
    headers.put(
        "X-Amz-Target",
        operation.startsWith(STREAMS)
            ? "DynamoDBStreams_20120810." + operation.substring(STREAMS.length())
            : "DynamoDB_20120810." + operation);
  }

  static SpoilableRequest of(String operation, String body) {
    return new SpoilableRequest(operation, body.getBytes(StandardCharsets.UTF_8));
  }

  void header(String name, String value) {
    headers.put(name, value);
  }

  void withoutHeader(String name) {
    headers.remove(name);
  }

  byte[] body() {
    return body;
  }

  void body(byte[] other) {
    body = other;
  }

  /** The whole request as it goes over the wire. */
  byte[] bytes() {
    StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + body.length + "\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  @Override
  public String toString() {
    String text = new String(bytes(), StandardCharsets.ISO_8859_1);
    return text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
  }
}
