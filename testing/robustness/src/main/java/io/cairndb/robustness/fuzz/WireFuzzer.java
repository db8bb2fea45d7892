package io.cairndb.robustness.fuzz;

import io.cairndb.reference.differential.Call;
import io.cairndb.reference.differential.Feature;
import io.cairndb.reference.differential.SequenceGenerator;
import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.robustness.fuzz.RawConnection.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Sends valid requests, spoilt in one of many ways, over keep-alive connections. After each spoilt
 * request the same connection must still answer a valid one, unless the answer itself announced
 * that the server closes. Confined to one thread.
 */
public final class WireFuzzer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String PROBE = "ListTables";

  private final URI address;
  private final Random random;
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private List<Call> calls = List.of();

  /** A fuzzer of the server at the address. */
  public WireFuzzer(URI address, long seed) {
    this.address = address;
    this.random = new Random(seed);
  }

  /** What the fuzzer sent and what went wrong. */
  public record Report(
      int requests,
      Map<String, Integer> kinds,
      Map<Integer, Integer> statuses,
      List<String> faults) {}

  /** Sends up to that many spoilt requests within the time; stops at the tenth fault. */
  public Report run(int requests, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    int sent = 0;
    createTables();
    while (sent < requests && System.nanoTime() < deadline && faults.size() < 10) {
      try (RawConnection connection = new RawConnection(address, PATIENCE)) {
        for (int i = 0; i < 50 && sent < requests && faults.size() < 10; i++) {
          sent++;
          if (!step(connection)) {
            break;
          }
        }
      }
    }
    return new Report(sent, kinds, statuses, faults);
  }

  private void createTables() throws IOException {
    try (Endpoint endpoint = new Endpoint(address)) {
      for (Map<String, Object> table : SequenceGenerator.tables(Feature.all())) {
        endpoint.call("CreateTable", Json.parseObject(Json.write(table).replace(Call.RUN, "fuzz")));
      }
    }
  }

  /** One spoilt request and a probe; false when the connection cannot be used any further. */
  private boolean step(RawConnection connection) {
    SpoilableRequest request = validRequest();
    String kind = spoil(request);
    kinds.merge(kind, 1, Integer::sum);
    byte[] bytes = request.bytes();
    try {
      if (kind.startsWith("truncated")) {
        return truncated(connection, bytes);
      }
      connection.send(bytes);
      Response response = connection.receive();
      judge(kind, request, response);
      if (response.closes()) {
        return false;
      }
      return probe(connection);
    } catch (IOException broken) {
      faults.add(kind + ": " + broken + "\n" + request);
      return false;
    }
  }

  private boolean truncated(RawConnection connection, byte[] bytes) throws IOException {
    connection.send(java.util.Arrays.copyOf(bytes, bytes.length - 1 - random.nextInt(20)));
    connection.finishSending();
    try {
      statuses.merge(connection.receive().status(), 1, Integer::sum);
    } catch (java.net.SocketTimeoutException hangs) {
      faults.add("truncated: the server waits for ever for a body that cannot come");
    } catch (IOException closed) {
      // The client broke off; closing without an answer is as good as one.
      statuses.merge(0, 1, Integer::sum);
    }
    return false;
  }

  private boolean probe(RawConnection connection) throws IOException {
    SpoilableRequest probe = new SpoilableRequest(PROBE, "{}".getBytes(StandardCharsets.UTF_8));
    int pipelined = random.nextInt(8) == 0 ? 5 : 1;
    for (int i = 0; i < pipelined; i++) {
      connection.send(probe.bytes());
    }
    for (int i = 0; i < pipelined; i++) {
      Response response = connection.receive();
      if (response.status() != 200) {
        faults.add("a valid request after a spoilt one was answered " + response.status());
      }
    }
    return true;
  }

  private void judge(String kind, SpoilableRequest request, Response response) {
    statuses.merge(response.status(), 1, Integer::sum);
    if (response.status() >= 500) {
      faults.add(kind + ": status " + response.status() + " " + response.text() + "\n" + request);
    }
    if (response.status() == 400 && !response.text().contains("__type")) {
      faults.add(kind + ": an error without a type: " + response.text() + "\n" + request);
    }
  }

  private SpoilableRequest validRequest() {
    if (calls.isEmpty()) {
      calls =
          new ArrayList<>(new SequenceGenerator(random.nextLong(), Feature.all()).sequence(200));
    }
    Call call = calls.removeLast();
    String body = Json.write(call.request()).replace(Call.RUN, "fuzz");
    return new SpoilableRequest(call.operation(), body.getBytes(StandardCharsets.UTF_8));
  }

  private String spoil(SpoilableRequest request) {
    return switch (random.nextInt(16)) {
      case 0 -> "valid";
      case 1, 2, 3 -> mutateBytes(request);
      case 4, 5, 6 -> mutateStructure(request);
      case 7 -> named("no body", () -> request.body(new byte[0]));
      case 8 -> named("random body", () -> request.body(randomBytes()));
      case 9 -> named("deep nesting", () -> request.body(deep(20 + random.nextInt(2_000))));
      case 10 -> named("odd target", () -> request.header("X-Amz-Target", oddTarget()));
      case 11 -> named("no target", () -> request.withoutHeader("X-Amz-Target"));
      case 12 -> named("odd content type", () -> request.header("Content-Type", oddType()));
      case 13 -> named("odd authorization", () -> oddAuthorization(request));
      case 14 -> named("duplicate member", () -> duplicateMember(request));
      default -> random.nextInt(4) == 0 ? "truncated body" : mutateBytes(request);
    };
  }

  private static String named(String kind, Runnable change) {
    change.run();
    return kind;
  }

  private String mutateBytes(SpoilableRequest request) {
    byte[] body = request.body();
    for (int i = 1 + random.nextInt(3); i > 0 && body.length > 0; i--) {
      int at = random.nextInt(body.length);
      switch (random.nextInt(4)) {
        case 0 -> body[at] = (byte) random.nextInt(256);
        case 1 -> body[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> body = java.util.Arrays.copyOf(body, at);
        default -> {
          byte[] longer = new byte[body.length + 1];
          System.arraycopy(body, 0, longer, 0, at);
          longer[at] = (byte) "{}[]\",:0\\".charAt(random.nextInt(9));
          System.arraycopy(body, at, longer, at + 1, body.length - at);
          body = longer;
        }
      }
    }
    request.body(body);
    return "mutated bytes";
  }

  /** Puts something of another type at a random place of the document. */
  private String mutateStructure(SpoilableRequest request) {
    Object document = Json.parse(new String(request.body(), StandardCharsets.UTF_8));
    Object changed = replaceSomewhere(document, 4);
    request.body(Json.write(changed).getBytes(StandardCharsets.UTF_8));
    return "mutated structure";
  }

  private Object replaceSomewhere(Object value, int depth) {
    if (value instanceof Map && depth > 0) {
      Map<String, Object> map = new LinkedHashMap<>(Json.asObject(value));
      if (!map.isEmpty() && random.nextInt(6) > 0) {
        String name = new ArrayList<>(map.keySet()).get(random.nextInt(map.size()));
        map.put(name, replaceSomewhere(map.getOrDefault(name, ""), depth - 1));
        return map;
      }
    }
    if (value instanceof List && depth > 0) {
      List<Object> list = new ArrayList<>(Json.asList(value));
      if (!list.isEmpty() && random.nextInt(6) > 0) {
        int at = random.nextInt(list.size());
        list.set(at, replaceSomewhere(list.get(at), depth - 1));
        return list;
      }
    }
    return switch (random.nextInt(9)) {
      case 0 -> Json.NULL;
      case 1 -> true;
      case 2 -> new java.math.BigDecimal("-1");
      case 3 -> new java.math.BigDecimal("1E400");
      case 4 -> "x".repeat(random.nextInt(3_000));
      case 5 -> List.of();
      case 6 -> Map.of();
      case 7 -> List.of(List.of(value));
      default -> Json.object("S", "\u0000\ud800", "N", "1");
    };
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] deep(int depth) {
    String value = "{\"L\":[".repeat(depth) + "{\"S\":\"x\"}" + "]}".repeat(depth);
    String body =
        "{\"TableName\":\"cmp-fuzz-plain\",\"Item\":{\"p\":{\"S\":\"x\"},\"d\":" + value + "}}";
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private String oddTarget() {
    return List.of(
            "",
            ".",
            "DynamoDB_20120810",
            "DynamoDB_20120810.",
            "DynamoDB_20120810.Nothing",
            "DynamoDB_20111205.GetItem",
            "DynamoDBStreams_20120810.GetItem",
            "x".repeat(3_000))
        .get(random.nextInt(8));
  }

  private String oddType() {
    return List.of("", "text/plain", "application/json", "application/x-amz-json-1.1", "\u00ff;;=")
        .get(random.nextInt(5));
  }

  private void oddAuthorization(SpoilableRequest request) {
    if (random.nextBoolean()) {
      request.withoutHeader("Authorization");
    } else {
      request.header(
          "Authorization",
          List.of("", "Basic eDp5", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a, Signature=")
              .get(random.nextInt(4)));
    }
  }

  private static void duplicateMember(SpoilableRequest request) {
    String text = new String(request.body(), StandardCharsets.UTF_8);
    request.body(("{\"TableName\":\"abc\"," + text.substring(1)).getBytes(StandardCharsets.UTF_8));
  }
}
