package io.cairndb.standalone;

import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.router.core.ResponseStream;
import io.cairndb.storage.engine.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of a whole database in memory: no request may end in an internal error, or in none,
 * and every refusal is a problem document. Inputs look like HTTP: method and URI, fields, an empty
 * line, the body. Tables stay, items come and go.
 */
public final class RestTarget implements FuzzTarget {
  private static final int PATIENCE_SECONDS = 60;
  private static final int PARTS_MAX = 100;
  private static final String ITEM = "/v1/tables/rest-items/items/p/1";
  private static final String MERGE = "content-type: application/merge-patch+json\n\n";
  private static final List<String> HARMLESS =
      List.of("/items", "/query", "/v1/batch/", "/v1/transactions/", "/v1/sql");

  /** What the API answers for; a request line holds no spaces within its parts. */
  private static final Pattern SERVED = Pattern.compile("/v1(?:[/?]\\S*)?");

  private @Nullable FrontDoor frontDoor;

  @Override
  public List<byte[]> seeds() {
    return Stream.of(
            "GET /v1\n\n",
            "GET /v1/tables?limit=1&after=a\n\n",
            "GET /v1/tables/rest-items\n\n",
            "PUT " + ITEM + "\nif-none-match: *\n\n{\"n\": 1, \"x\": {\"$ss\": [\"a\"]}}",
            "PUT "
                + ITEM
                + "?condition=n%3C:n&values=%7B%22:n%22:1%7D"
                + "\n\n{\"y\": {\"$b\": \"AA==\"}}",
            "GET " + ITEM + "?fields=n,m.k,l%5B0%5D\nif-none-match: \"x\"\n\n",
            "PATCH " + ITEM + "\n" + MERGE + "{\"n\": null, \"m\": {\"k\": [1]}}",
            "PATCH "
                + ITEM
                + "\nprefer: return=representation\n\n{\"update\": \"SET n = :n\","
                + " \"condition\": \"attribute_exists(n)\", \"values\": {\":n\": 1}}",
            "DELETE " + ITEM + "\nif-match: *\n\n",
            "POST /v1/tables/rest-items/items\n\n{\"s\": 1}",
            "GET /v1/tables/rest-items/items?limit=1&segment=0&segments=2&cursor=AA\n\n",
            "GET /v1/tables/rest-items/items?filter=n%3Dn&index=byK\n"
                + "accept: application/x-ndjson\n\n",
            "POST /v1/tables/rest-items/query\n\n{\"key\": \"p = :p\", \"values\": {\":p\": \"p\"},"
                + " \"filter\": \"n > :p\", \"fields\": \"n\", \"limit\": 1, \"descending\": true}",
            "POST /v1/batch/get\n\n{\"tables\": {\"rest-items\": {\"keys\": [{\"p\": \"p\","
                + " \"s\": 1}], \"fields\": \"n\"}}}",
            "POST /v1/batch/write\n\n{\"tables\": {\"rest-items\": [{\"put\": {\"p\": \"p\","
                + " \"s\": 1}}, {\"delete\": {\"p\": \"q\", \"s\": 1}}]}}",
            "POST /v1/transactions/get\n\n{\"items\": [{\"table\": \"rest-items\", \"key\":"
                + " {\"p\": \"p\", \"s\": 1}}]}",
            "POST /v1/transactions/write\nidempotency-key: a\n\n{\"actions\": [{\"table\":"
                + " \"rest-items\", \"update\": {\"p\": \"p\", \"s\": 1}, \"expression\":"
                + " \"SET n = :n\", \"values\": {\":n\": 1}}, {\"table\": \"rest-items\","
                + " \"check\": {\"p\": \"q\", \"s\": 1}, \"condition\":"
                + " \"attribute_not_exists(p)\"}]}",
            "POST /v1/sql\n\n{\"statement\": \"SELECT * FROM \\\"rest-items\\\" WHERE p = ?\","
                + " \"parameters\": [\"p\"], \"limit\": 1}",
            "POST /v1/sql/batch\n\n{\"statements\": [{\"statement\": \"UPDATE \\\"rest-items\\\""
                + " SET n = 1 WHERE p = 'p' AND s = 1\"}]}",
            "POST /v1/sql/transaction\n\n{\"statements\": [{\"statement\":"
                + " \"DELETE FROM \\\"rest-items\\\" WHERE p = 'p' AND s = ?\","
                + " \"parameters\": [1]}]}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void run(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    int end = text.indexOf("\n\n");
    String[] head = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
    int space = head[0].indexOf(' ');
    if (space < 0) {
      return;
    }
    String method = head[0].substring(0, space);
    String uri = head[0].substring(space + 1);
    if (!SERVED.matcher(uri).matches() || !isHarmless(method, uri)) {
      return;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < head.length; i++) {
      int colon = head[i].indexOf(':');
      if (colon > 0) {
        fields.put(
            head[i].substring(0, colon).toLowerCase(Locale.ROOT),
            head[i].substring(colon + 1).strip());
      }
    }
    byte[] body = end < 0 ? new byte[0] : text.substring(end + 2).getBytes(StandardCharsets.UTF_8);
    check(method + " " + uri, send(Objects.requireNonNull(frontDoor), method, uri, fields, body));
  }

  /** Whether it changes no table. */
  private static boolean isHarmless(String method, String uri) {
    String path = uri.replaceFirst("\\?.*", "");
    return method.equals("GET")
        || method.equals("HEAD")
        || HARMLESS.stream().anyMatch(path::contains);
  }

  private static void check(String request, FrontDoorResponse response) {
    int status = response.status();
    Check.that(status >= 200 && status < 500, request + ": " + status + " " + response.body());
    if (status >= 400) {
      Check.that(
          "application/problem+json".equals(response.contentType()),
          request + ": " + response.contentType());
    }
    ResponseStream stream = response.stream();
    for (int i = 0; stream != null && i < PARTS_MAX; i++) {
      if (stream.next().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().isEmpty()) {
        return;
      }
    }
  }

  private static FrontDoorResponse send(
      FrontDoor door, String method, String uri, Map<String, String> fields, byte[] body) {
    return door.handle(new FrontDoorRequest(method, uri, fields::get, body))
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** The database is closed with the process. */
  @Override
  public void prepare() throws IOException {
    StandaloneOptions options =
        new StandaloneOptions("localhost", 0, Path.of("unused"), true, Durability.SYNC, 2);
    FrontDoor open = Database.open(options).frontDoor();
    String table =
        """
        {"name": "rest-items", "partitionKey": "p", "sortKey": {"name": "s", "type": "number"},
         "globalIndexes": [{"name": "byK", "partitionKey": "k"}]}""";
    FrontDoorResponse made =
        send(open, "POST", "/v1/tables", Map.of(), table.getBytes(StandardCharsets.UTF_8));
    Check.that(made.status() == 201, "a table: " + made.body());
    frontDoor = open;
  }
}
