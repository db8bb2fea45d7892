package io.cairndb.router.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.env.RandomSource;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorEvents;
import io.cairndb.router.core.OperationRegistry;
import io.cairndb.router.core.RequestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Framing, order, limits and keep-alive: what a client can see of HTTP itself. */
class HttpServerTest {
  private static final int MAX_BODY = 16 * 1024 * 1024;

  private final Queue<CompletableFuture<WireBuffer>> held = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    serve(Duration.ofSeconds(30), request -> RequestScope.NONE);
  }

  private void serve(Duration idleTimeout) throws IOException {
    serve(idleTimeout, request -> RequestScope.NONE);
  }

  private void serve(Duration idleTimeout, RequestScope.Factory scopes) throws IOException {
    OperationRegistry operations =
        OperationRegistry.builder()
            .add(
                OperationRegistry.Api.DYNAMODB,
                List.of(
                    operation("Echo", (body, c) -> CompletableFuture.completedFuture(buffer(body))),
                    operation(
                        "Hold",
                        (body, c) -> {
                          CompletableFuture<WireBuffer> answer = new CompletableFuture<>();
                          held.add(answer);
                          return answer;
                        })))
            .build();
    FrontDoor frontDoor =
        new FrontDoor(
            operations,
            new FrontDoor.Settings("us-east-1", "000000000000"),
            Runnable::run,
            RandomSource.seeded(1),
            FrontDoorEvents.logging());
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServerOptions options =
        new HttpServerOptions(
            loopback,
            1,
            4,
            MAX_BODY,
            2L * MAX_BODY,
            2L * MAX_BODY,
            idleTimeout,
            Duration.ofSeconds(5));
    server = HttpServer.start(frontDoor, options, List.of(new FixedPage()), scopes);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersCarryLengthChecksumAndRequestId() throws IOException {
    try (Client client = new Client()) {
      client.send(request("Echo", "{\"a\":1}", ""));
      Response response = client.read();
      assertEquals(200, response.status());
      assertEquals("{\"a\":1}", response.text());
      assertEquals("application/x-amz-json-1.0", response.header("content-type"));
      CRC32 crc = new CRC32();
      crc.update(response.body());
      assertEquals(Long.toString(crc.getValue()), response.header("x-amz-crc32"));
      assertTrue(response.header("x-amzn-requestid").length() > 20);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderEvenWhenTheFirstTakesLonger() throws Exception {
    try (Client client = new Client()) {
      client.send(request("Hold", "{}", "") + request("Echo", "{\"n\":2}", ""));
      CompletableFuture<WireBuffer> first = awaitHeld();
      first.complete(buffer("{\"n\":1}".getBytes(StandardCharsets.UTF_8)));
      assertEquals("{\"n\":1}", client.read().text());
      assertEquals("{\"n\":2}", client.read().text());
    }
  }

  @Test
  void aBodyMayArriveByteByByteOrChunked() throws IOException {
    try (Client client = new Client()) {
      for (byte b : request("Echo", "{\"slow\":true}", "").getBytes(StandardCharsets.UTF_8)) {
        client.socket.getOutputStream().write(b);
      }
      assertEquals("{\"slow\":true}", client.read().text());
      client.send(head("Echo", "Transfer-Encoding: chunked\r\n") + "2\r\n{}\r\n0\r\n\r\n");
      assertEquals("{}", client.read().text());
    }
  }

  @Test
  void aClientThatDoesNotReadIsNotServedAhead() throws Exception {
    int asked = 300;
    String body = "\"" + "x".repeat(300_000) + "\"";
    try (Client client = new Client()) {
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < asked; i++) {
                        client.send(request("Echo", body, ""));
                      }
                    } catch (IOException closed) {
                      Thread.currentThread().interrupt();
                    }
                  });
      long served = awaitStandstill();
      assertTrue(served < asked / 2, "served ahead: " + served);
      for (int i = 0; i < asked; i++) {
        assertEquals(body.length(), client.read().body().length);
      }
      sender.join();
    }
  }

  /** Requests read when none has been read for a while. */
  private long awaitStandstill() throws InterruptedException {
    long before = -1;
    long now = server.stats().requests();
    while (now == 0 || now != before) {
      before = now;
      TimeUnit.MILLISECONDS.sleep(200);
      now = server.stats().requests();
    }
    return now;
  }

  @Test
  void whoSendsByteByByteForEverIsCutOff() throws Exception {
    server.close();
    serve(Duration.ofMillis(300));
    for (String start :
        List.of(head("Echo", "Content-Length: 100\r\n"), "POST / HTTP/1.1\r\nA: ")) {
      try (Client client = new Client()) {
        client.send(start);
        boolean open = true;
        for (int sent = 0; open && sent < 90; sent++) {
          TimeUnit.MILLISECONDS.sleep(20);
          try {
            client.send("x");
            open = client.in.available() >= 0;
          } catch (IOException cutOff) {
            open = false;
          }
        }
        assertFalse(open, "still served after six time-outs");
      }
    }
  }

  @Test
  void unfinishedLargeBodiesLeaveRoomForSmallOnes() throws IOException {
    try (Client one = new Client();
        Client other = new Client();
        Client third = new Client()) {
      for (Client greedy : List.of(one, other)) {
        greedy.send(head("Echo", "Content-Length: " + MAX_BODY + "\r\n"));
        greedy.send(" ".repeat(MAX_BODY - 1));
      }
      third.send(request("Echo", "{}", ""));
      assertEquals(200, third.read().status());
    }
  }

  @Test
  void theAnswerToARefusedBodyReachesAClientThatSendsItAllFirst() throws IOException {
    try (Client client = new Client()) {
      client.send(head("Echo", "Content-Length: " + 2 * MAX_BODY + "\r\n"));
      for (int sent = 0; sent < 2 * MAX_BODY; sent += 1 << 20) {
        client.send(" ".repeat(1 << 20));
      }
      assertEquals(413, client.read().status());
    }
  }

  @Test
  void aBodyBeyondTheLimitIsRefusedBeforeItIsSent() throws IOException {
    try (Client client = new Client()) {
      client.send(head("Echo", "Content-Length: " + (MAX_BODY + 1) + "\r\n"));
      assertEquals(413, client.read().status());
      assertEquals(-1, client.in.read());
    }
    assertEquals(1, server.stats().refusedBodies());
    assertEquals(0, server.stats().bufferedBodyBytes());
  }

  @Test
  void aClientThatExpectsContinueGetsItFirst() throws IOException {
    try (Client client = new Client()) {
      client.send(head("Echo", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
      assertEquals(100, client.read().status());
      client.send("{}");
      assertEquals("{}", client.read().text());
    }
  }

  @Test
  void largeAnswersAreCompressedForThoseWhoAsk() throws IOException {
    String large = "{\"a\":\"" + "x".repeat(5000) + "\"}";
    try (Client client = new Client()) {
      client.send(request("Echo", large, "Accept-Encoding: deflate, gzip;q=0.8\r\n"));
      Response response = client.read();
      assertEquals("gzip", response.header("content-encoding"));
      CRC32 crc = new CRC32();
      crc.update(response.body());
      assertEquals(Long.toString(crc.getValue()), response.header("x-amz-crc32"));
      try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
        assertEquals(large, new String(plain.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void connectionCloseIsHonoured() throws IOException {
    try (Client client = new Client()) {
      client.send(request("Echo", "{}", "Connection: close\r\n"));
      assertEquals(200, client.read().status());
      assertEquals(-1, client.in.read());
    }
  }

  @Test
  void garbageIsAnswered400AndClosed() throws IOException {
    try (Client client = new Client()) {
      client.send("\u0000\u0001 not http\r\n\r\n");
      assertEquals(400, client.read().status());
    }
  }

  @Test
  void sidePagesAreServed() throws IOException {
    try (Client client = new Client()) {
      client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals("a page", client.read().text());
    }
  }

  /** Else its body's bytes would be lost to the budget, and the server would wait for it to end. */
  @Test
  void aFailureAroundARequestFailsItAlone() throws Exception {
    server.close();
    serve(
        Duration.ofSeconds(30),
        request -> {
          throw new LinkageError("expected by the test");
        });
    try (Client client = new Client()) {
      client.send(request("Echo", "{}", ""));
      assertEquals(500, client.read().status());
    }
    long began = System.nanoTime();
    server.close();
    assertEquals(0, server.stats().bufferedBodyBytes());
    assertTrue(System.nanoTime() - began < Duration.ofSeconds(4).toNanos(), "it drained");
  }

  @Test
  void stoppingLetsARequestUnderWayFinish() throws Exception {
    try (Client client = new Client()) {
      client.send(request("Hold", "{}", ""));
      CompletableFuture<WireBuffer> answer = awaitHeld();
      Thread stopping = Thread.ofVirtual().start(server::close);
      answer.complete(buffer("{\"done\":1}".getBytes(StandardCharsets.UTF_8)));
      assertEquals("{\"done\":1}", client.read().text());
      stopping.join();
    }
  }

  private CompletableFuture<WireBuffer> awaitHeld() {
    CompletableFuture<WireBuffer> answer = held.poll();
    while (answer == null) {
      Thread.onSpinWait();
      answer = held.poll();
    }
    return answer;
  }

  private static WireBuffer buffer(byte[] bytes) {
    return new WireBuffer(Math.max(1, bytes.length)).put(bytes, 0, bytes.length);
  }

  private static String request(String operation, String body, String headers) {
    return head(operation, headers + "Content-Length: " + body.length() + "\r\n") + body;
  }

  private static String head(String operation, String headers) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
        + "X-Amz-Target: DynamoDB_20120810."
        + operation
        + "\r\nX-Amz-Date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 "
        + "Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
        + "SignedHeaders=host;x-amz-date;x-amz-target, Signature="
        + "0".repeat(64)
        + "\r\n"
        + headers
        + "\r\n";
  }

  private interface Body {
    CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context);
  }

  private static DynamoDbOperation operation(String name, Body body) {
    return new DynamoDbOperation() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean blocking() {
        return false;
      }

      @Override
      public CompletableFuture<WireBuffer> handle(byte[] request, RequestContext context) {
        return body.handle(request, context);
      }
    };
  }

  private static final class FixedPage implements SidePage {
    @Override
    public String path() {
      return "/page";
    }

    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public byte[] render() {
      return "a page".getBytes(StandardCharsets.UTF_8);
    }
  }

  private record Response(int status, List<String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      for (String header : headers) {
        if (header.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
          return header.substring(name.length() + 1).strip();
        }
      }
      return "";
    }
  }

  /** A client that sees every byte. */
  private final class Client implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;

    Client() throws IOException {
      socket.connect(server.address());
      socket.setSoTimeout(10_000);
      in = socket.getInputStream();
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    Response read() throws IOException {
      ArrayDeque<String> lines = new ArrayDeque<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        lines.add(line);
      }
      int status = Integer.parseInt(lines.removeFirst().split(" ", -1)[1]);
      Response head = new Response(status, List.copyOf(lines), new byte[0]);
      String length = head.header("content-length");
      return new Response(
          status, head.headers(), in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)));
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("connection closed");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
