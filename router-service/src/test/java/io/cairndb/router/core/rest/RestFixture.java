package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.env.ManualClock;
import io.cairndb.env.RandomSource;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.router.core.ResponseStream;
import io.cairndb.router.core.items.ItemsFixture;
import io.cairndb.router.core.tables.InMemoryTableControl;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The API over the tables of {@link ItemsFixture}, and over a catalog of its own. */
final class RestFixture implements AutoCloseable {
  final ItemsFixture items = new ItemsFixture();
  final InMemoryTableControl tables = new InMemoryTableControl(new ManualClock(1_800_000_000_000L));
  final RestDoor door =
      new RestDoor(
          items.ports(),
          tables,
          Runnable::run,
          RandomSource.seeded(1),
          (requestId, target, failure) -> {
            throw new AssertionError(target, failure);
          });

  /** An answer, its body whole. */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  /**
   * Sends a request.
   *
   * @param headers names and values in turn
   */
  Answer send(String method, String uri, String body, String... headers) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      fields.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
    }
    FrontDoorResponse response =
        door.handle(
                new FrontDoorRequest(
                    method, uri, fields::get, body.getBytes(StandardCharsets.UTF_8)),
                "request")
            .getNow(null);
    if (response == null) {
      throw new AssertionError(method + " " + uri + " is not answered");
    }
    return new Answer(response.status(), response.headers(), bodyOf(response));
  }

  private static String bodyOf(FrontDoorResponse response) {
    StringBuilder text = new StringBuilder(response.body().toString());
    ResponseStream stream = response.stream();
    Optional<WireBuffer> part = stream == null ? Optional.empty() : stream.next().join();
    while (stream != null && part.isPresent()) {
      text.append(part.get());
      part = stream.next().join();
    }
    return text.toString();
  }

  @Override
  public void close() throws Exception {
    items.close();
  }
}
