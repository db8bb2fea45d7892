package io.cairndb.reference.wire;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.zip.CRC32;

/**
 * Calls one server over plain HTTP/1.1 with an unsigned but well-formed credential. Thread-safe.
 */
public final class Endpoint implements AutoCloseable {
  /** A credential every server that does not verify signatures accepts. */
  public static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=cairn/20260101/us-east-1/dynamodb/aws4_request,"
          + " SignedHeaders=host;x-amz-date;x-amz-target, Signature="
          + "0".repeat(64);

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Map<String, String> SIGNED =
      Map.of(
          "Content-Type", "application/x-amz-json-1.0",
          "X-Amz-Date", "20260101T000000Z",
          "Authorization", AUTHORIZATION);

  private final URI address;
  private final Observer observer;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  /** Hears of every call of an operation, on the thread that made it. */
  public interface Observer {
    /** Hears nothing. */
    Observer NONE =
        new Observer() {
          @Override
          public void onReply(String operation, Reply reply, Duration took) {}

          @Override
          public void onBroken(String operation, IOException failure, Duration took) {}
        };

    /** The server answered, whatever it said. */
    void onReply(String operation, Reply reply, Duration took);

    /** No answer came, or not a whole one. */
    void onBroken(String operation, IOException failure, Duration took);
  }

  /** A client of the server at, say, {@code http://localhost:8000}. */
  public Endpoint(URI address) {
    this(address, Observer.NONE);
  }

  /** The same with somebody who hears of every call. */
  public Endpoint(URI address, Observer observer) {
    this.address = address;
    this.observer = observer;
  }

  /** Where the server listens. */
  public URI address() {
    return address;
  }

  /** Calls an operation of the database, or one of streams when named {@code Streams:Name}. */
  public Reply call(String operation, Map<String, Object> request) throws IOException {
    String target =
        operation.startsWith("Streams:")
            ? "DynamoDBStreams_20120810." + operation.substring("Streams:".length())
            : "DynamoDB_20120810." + operation;
    Map<String, String> headers = new LinkedHashMap<>(SIGNED);
    headers.put("X-Amz-Target", target);
    byte[] body = Json.write(request).getBytes(StandardCharsets.UTF_8);
    long begun = System.nanoTime();
    try {
      Connection.Response response = exchange("POST", headers, body);
      checkChecksum(response);
      Reply reply = new Reply(response.status(), bodyOf(text(response)));
      observer.onReply(operation, reply, since(begun));
      return reply;
    } catch (IOException broken) {
      observer.onBroken(operation, broken, since(begun));
      throw broken;
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** The text that {@code GET /} answers, empty when nobody listens. */
  public String health() {
    try {
      Connection.Response response = exchange("GET", Map.of(), new byte[0]);
      return "status " + response.status() + " " + text(response);
    } catch (IOException unreachable) {
      return "";
    }
  }

  private Connection.Response exchange(String method, Map<String, String> headers, byte[] body)
      throws IOException {
    Connection connection = idle.pollFirst();
    while (connection != null && !connection.fresh()) {
      connection.close();
      connection = idle.pollFirst();
    }
    if (connection == null) {
      connection = new Connection(address, LIMIT);
    }
    boolean whole = false;
    try {
      Connection.Response response = connection.exchange(method, headers, body);
      whole = !"close".equalsIgnoreCase(response.headers().get("connection"));
      return response;
    } finally {
      if (whole) {
        idle.addFirst(connection);
      } else {
        connection.close();
      }
    }
  }

  private static String text(Connection.Response response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> bodyOf(String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    try {
      return Json.parseObject(text);
    } catch (IllegalArgumentException notJson) {
      return Map.of("notJson", text);
    }
  }

  private static void checkChecksum(Connection.Response response) throws IOException {
    String claimed = response.headers().getOrDefault("x-amz-crc32", "");
    if (claimed.isEmpty()) {
      return;
    }
    CRC32 actual = new CRC32();
    actual.update(response.body());
    if (!claimed.equals(Long.toString(actual.getValue()))) {
      throw new IOException("x-amz-crc32 is " + claimed + ", the body has " + actual.getValue());
    }
  }

  @Override
  public void close() {
    for (Connection one = idle.poll(); one != null; one = idle.poll()) {
      one.close();
    }
  }
}
