package io.cairndb.robustness.fuzz;

import io.cairndb.reference.wire.Json;
import io.cairndb.robustness.fuzz.RawConnection.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Spoils valid requests in every place, one at a time and always in the same order: each value of
 * the JSON tree gives way to each of a list of other values, to itself within a list and within an
 * object, and to nothing. Whatever is sent, the answer must be a success or a well-formed error of
 * DynamoDB. Confined to one thread.
 */
public final class StructuralSweep implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FAULTS_TOLD = 30;

  /** Stands in the document where the other value is written in as text. */
  private static final String HERE = "@here@";

  private static final List<String> OTHER_VALUES =
      List.of(
          "null",
          "{}",
          "[]",
          "\"\"",
          "0",
          "-1",
          "1.5",
          "1e400",
          "9223372036854775808",
          "true",
          "\"" + "x".repeat(300) + "\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[null]",
          "[[]]",
          "[{}]",
          "{\"\":null}",
          "{\"\":{}}",
          "{\"S\":\"x\"}",
          "{\"N\":\"1e400\"}",
          "{\"M\":{\"a\":null}}",
          "[".repeat(200) + "]".repeat(200),
          "{\"L\":[".repeat(100) + "]}".repeat(100),
          "[".repeat(5_000));

  private final URI address;
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private @Nullable RawConnection connection;
  private int requests;

  /** A sweep over the server at the address. */
  public StructuralSweep(URI address) {
    this.address = address;
  }

  /** What was sent and what went wrong; of many faults only the first. */
  public record Report(int requests, Map<Integer, Integer> statuses, List<String> faults) {}

  /** Undoes what a request that was accepted has done, so that the next one finds the same. */
  public interface Restorer {
    void restore(String operation, Map<String, Object> answer) throws IOException;
  }

  /** Sends the request spoilt in every place. */
  public void sweep(String operation, Map<String, Object> request, Restorer restorer)
      throws IOException {
    for (String body : spoilt(request)) {
      Response response = send(operation, body);
      if (response != null && response.status() == 200) {
        restorer.restore(operation, members(response));
      }
    }
  }

  /** What has come of it so far. */
  public Report report() {
    return new Report(requests, statuses, List.copyOf(faults));
  }

  /** Every body made of the request, valid JSON or not. */
  static List<String> spoilt(Map<String, Object> request) {
    List<String> bodies = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    collect(List.of(), request, places);
    for (Place place : places) {
      String original = Json.write(place.value());
      String around = Json.write(replaced(request, place.path(), 0, HERE));
      List<String> values = new ArrayList<>(OTHER_VALUES);
      values.add("[" + original + "]");
      values.add("[" + original + "," + original + "]");
      values.add("{\"x\":" + original + "}");
      for (String value : values) {
        bodies.add(around.replace("\"" + HERE + "\"", value));
      }
      if (!place.path().isEmpty()) {
        bodies.add(Json.write(replaced(request, place.path(), 0, null)));
      }
    }
    return bodies;
  }

  private record Place(List<Object> path, Object value) {}

  private static void collect(List<Object> path, Object value, List<Place> places) {
    places.add(new Place(path, value));
    if (value instanceof Map) {
      Json.asObject(value).forEach((name, member) -> collect(with(path, name), member, places));
    } else if (value instanceof List) {
      List<Object> list = Json.asList(value);
      for (int i = 0; i < list.size(); i++) {
        collect(with(path, i), list.get(i), places);
      }
    }
  }

  private static List<Object> with(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  /** A copy with something else at the path, or with nothing there when {@code other} is null. */
  private static Object replaced(
      Object value, List<Object> path, int depth, @Nullable Object other) {
    if (depth == path.size()) {
      return other == null ? value : other;
    }
    boolean removes = other == null && depth == path.size() - 1;
    if (path.get(depth) instanceof String name) {
      Map<String, Object> copy = new LinkedHashMap<>(Json.asObject(value));
      if (removes) {
        copy.remove(name);
      } else {
        copy.computeIfPresent(name, (same, member) -> replaced(member, path, depth + 1, other));
      }
      return copy;
    }
    int index = (Integer) path.get(depth);
    List<Object> copy = new ArrayList<>(Json.asList(value));
    if (removes) {
      copy.remove(index);
    } else {
      copy.set(index, replaced(copy.get(index), path, depth + 1, other));
    }
    return copy;
  }

  private @Nullable Response send(String operation, String body) throws IOException {
    requests++;
    try {
      RawConnection open = connection;
      if (open == null) {
        open = new RawConnection(address, PATIENCE);
        connection = open;
      }
      open.send(SpoilableRequest.of(operation, body).bytes());
      Response response = open.receive();
      statuses.merge(response.status(), 1, Integer::sum);
      String fault = faultOf(response);
      if (!fault.isEmpty()) {
        report(operation, body, fault + ", status " + response.status() + ": " + response.text());
      }
      return response;
    } catch (IOException broken) {
      report(operation, body, broken.toString());
      close();
      return null;
    }
  }

  private void report(String operation, String body, String fault) {
    if (faults.size() < FAULTS_TOLD) {
      faults.add(operation + " " + abbreviated(body) + "\n  " + abbreviated(fault));
    }
  }

  private static String abbreviated(String text) {
    return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
  }

  /** What is wrong with an answer; empty when nothing is. */
  private static String faultOf(Response response) {
    if (response.status() != 200 && response.status() != 400) {
      return "neither a success nor the client's fault";
    }
    CRC32 crc = new CRC32();
    crc.update(response.body());
    if (!Long.toString(crc.getValue()).equals(response.headers().get("x-amz-crc32"))) {
      return "wrong checksum " + response.headers();
    }
    if (response.headers().getOrDefault("x-amzn-requestid", "").isEmpty()) {
      return "no request id " + response.headers();
    }
    if (response.closes()) {
      return "the connection is closed";
    }
    Map<String, Object> answer;
    try {
      answer = members(response);
    } catch (IllegalArgumentException notJson) {
      return "not JSON";
    }
    if (response.status() == 400) {
      return Json.text(answer, "__type").orElse("").contains("#") ? "" : "an error without a type";
    }
    return answer.containsKey("__type") ? "an error as a success" : "";
  }

  /** The members of an answer, which has none when a success has nothing to say. */
  private static Map<String, Object> members(Response response) {
    boolean silent = response.status() == 200 && response.body().length == 0;
    return silent ? Map.of() : Json.parseObject(response.text());
  }

  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
