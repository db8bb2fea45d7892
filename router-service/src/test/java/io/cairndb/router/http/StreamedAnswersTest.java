package io.cairndb.router.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.env.RandomSource;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorEvents;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.router.core.OperationRegistry;
import io.cairndb.router.core.ResponseStream;
import io.cairndb.router.core.RestApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer of several parts is one request, from its first byte to its last. */
class StreamedAnswersTest {
  private static final int MAX_UNSENT = 1024 * 1024;

  /** Whether this thread works for a request. */
  private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

  private final Queue<CompletableFuture<Optional<WireBuffer>>> parts =
      new ConcurrentLinkedQueue<>();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile int firstBytes = 1;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    FrontDoor frontDoor =
        new FrontDoor(
            OperationRegistry.builder().build(),
            new FrontDoor.Settings("us-east-1", "000000000000"),
            Runnable::run,
            RandomSource.seeded(1),
            FrontDoorEvents.logging(),
            new Streams());
    HttpServerOptions options =
        new HttpServerOptions(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            1,
            4,
            MAX_UNSENT,
            MAX_UNSENT,
            MAX_UNSENT,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));
    server = HttpServer.start(frontDoor, options, List.of(), request -> new Scope());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private final class Streams implements RestApi {
    @Override
    public boolean serves(String uri) {
      return true;
    }

    @Override
    public CompletableFuture<FrontDoorResponse> handle(
        FrontDoorRequest request, CharSequence requestId) {
      ResponseStream rest =
          () -> {
            seen.add("part " + (INSIDE.get() ? "inside" : "outside"));
            CompletableFuture<Optional<WireBuffer>> next = parts.poll();
            return next == null ? CompletableFuture.completedFuture(Optional.empty()) : next;
          };
      return CompletableFuture.completedFuture(
          new FrontDoorResponse(
              200,
              "text/plain",
              text("1".repeat(firstBytes)),
              FrontDoorResponse.NO_CHECKSUM,
              requestId,
              Map.of(),
              rest));
    }

    @Override
    public FrontDoorResponse refuseTooLarge(CharSequence requestId) {
      throw new IllegalStateException("nothing large is sent");
    }
  }

  private static WireBuffer text(String text) {
    return new WireBuffer(text.length()).putAscii(text);
  }

  private static CompletableFuture<Optional<WireBuffer>> made(String text) {
    return CompletableFuture.completedFuture(Optional.of(text(text)));
  }

  private final class Scope implements RequestScope {
    @Override
    public <T> T call(Supplier<T> handling) {
      INSIDE.set(true);
      try {
        return handling.get();
      } finally {
        INSIDE.set(false);
      }
    }

    @Override
    public void end(int status) {
      seen.add("end " + status);
    }

    @Override
    public void abandon() {
      seen.add("abandoned");
    }
  }

  private <T> HttpResponse<T> get(HttpResponse.BodyHandler<T> body) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + server.address().getPort() + "/");
    return client.send(HttpRequest.newBuilder(address).build(), body);
  }

  private void assertSeen(String... expected) throws InterruptedException {
    List<String> first = new ArrayList<>();
    while (first.size() < expected.length) {
      String next = seen.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        break;
      }
      first.add(next);
    }
    assertEquals(List.of(expected), first);
  }

  @Test
  void everyPartIsMadeForTheRequestWhichEndsWithTheLast() throws Exception {
    parts.addAll(List.of(made("2"), made("3")));
    assertEquals("123", get(HttpResponse.BodyHandlers.ofString()).body());
    assertSeen("part inside", "part inside", "part inside", "end 200");
  }

  /** Nobody waits for a part under way any more. */
  @Test
  void aClientThatGoesAbandonsTheRest() throws Exception {
    parts.add(new CompletableFuture<>());
    try (InputStream body = get(HttpResponse.BodyHandlers.ofInputStream()).body()) {
      assertEquals('1', body.read());
      assertSeen("part inside");
    }
    assertSeen("abandoned");
  }

  @Test
  void aPartThatCannotBeMadeIsAFailure() throws Exception {
    parts.add(CompletableFuture.failedFuture(new IllegalStateException("away")));
    assertThrows(IOException.class, () -> get(HttpResponse.BodyHandlers.ofString()));
    assertSeen("part inside", "end 500");
  }

  /** Else large answers would be refused for ever after some. */
  @Test
  void largePartsCountOnlyUntilTheyAreTaken() throws Exception {
    firstBytes = MAX_UNSENT / 4;
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> answer = get(HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertEquals(firstBytes, answer.body().length());
    }
    assertEquals(0, server.stats().refusedAnswers());
  }
}
