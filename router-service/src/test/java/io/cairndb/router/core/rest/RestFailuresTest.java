package io.cairndb.router.core.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.Catalog;
import io.cairndb.env.ManualClock;
import io.cairndb.env.RandomSource;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.router.core.ResponseStream;
import io.cairndb.router.core.items.ItemPorts;
import io.cairndb.router.core.items.ItemsFixture;
import io.cairndb.router.core.tables.InMemoryTableControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody foresaw is answered and told, once, wherever in a request it happens. */
class RestFailuresTest {
  private final ItemsFixture items = new ItemsFixture();
  private final List<String> told = new ArrayList<>();
  private Supplier<Catalog> catalog = items.ports().catalog();

  @AfterEach
  void close() throws Exception {
    items.close();
  }

  private FrontDoorResponse send(String uri, Executor blocking, Map<String, String> headers) {
    ItemPorts ports = items.ports();
    RestDoor door =
        new RestDoor(
            new ItemPorts(
                () -> catalog.get(),
                ports.shards(),
                ports.transactions(),
                ports.barrier(),
                ports.compiler(),
                ports.clock(),
                blocking,
                ports.indexWait()),
            new InMemoryTableControl(new ManualClock(1_800_000_000_000L)),
            blocking,
            RandomSource.seeded(1),
            (requestId, target, failure) -> told.add(target + " " + failure.getMessage()));
    return door.handle(new FrontDoorRequest("GET", uri, headers::get, new byte[0]), "request")
        .join();
  }

  @Test
  void anErrorIsAnswered() {
    catalog =
        () -> {
          throw new LinkageError("a class is missing");
        };
    FrontDoorResponse answer = send("/v1/tables/hash/items/x", Runnable::run, Map.of());
    assertEquals(500, answer.status());
    assertTrue(answer.body().toString().contains("\"code\":\"InternalServerError\""));
    assertEquals(List.of("GET /v1/tables/hash/items/x a class is missing"), told);
  }

  @Test
  void aStreamOfLinesThatFailsOnTheWayIsTold() {
    for (int i = 0; i < 5; i++) {
      String put = "{\"TableName\":\"hash\",\"Item\":{\"a\":{\"S\":\"%d\"}}}".formatted(i);
      assertEquals("200 {}", items.call("PutItem", put));
    }
    FrontDoorResponse answer =
        send(
            "/v1/tables/hash/items?limit=2",
            Runnable::run,
            Map.of("accept", "application/x-ndjson"));
    assertEquals(200, answer.status());
    catalog =
        () -> {
          throw new IllegalStateException("half-way");
        };
    ResponseStream stream = Objects.requireNonNull(answer.stream());
    assertThrows(CompletionException.class, () -> stream.next().join());
    assertEquals(List.of("GET /v1/tables/hash/items half-way"), told);
  }
}
