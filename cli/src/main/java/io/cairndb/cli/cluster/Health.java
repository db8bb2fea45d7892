package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeSet;

/** What a service says of itself on its management port. */
final class Health {
  private static final int LIMIT_MILLIS = 2_000;

  private Health() {}

  /** Can serve, cannot at the moment, or does not answer. */
  enum State {
    READY("ready"),
    NOT_READY("not ready"),
    SILENT("does not answer");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Asks for readiness. */
  static State readiness(int managementPort) {
    try {
      HttpURLConnection connection = open(managementPort, "/actuator/health/readiness");
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK ? State.READY : State.NOT_READY;
    } catch (IOException silent) {
      return State.SILENT;
    }
  }

  /** The parts that are not up, as the service names them; empty when it tells nothing. */
  static String reasons(int managementPort) {
    TreeSet<String> down = new TreeSet<>();
    get(managementPort, "/actuator/health/readiness")
        .object("components")
        .members()
        .forEach(
            (name, value) -> {
              if (value instanceof Obj one && !one.text("status", "UP").equals("UP")) {
                down.add(name);
              }
            });
    return String.join(", ", down);
  }

  /** The version it was built as, empty when it does not tell. */
  static Optional<String> version(int managementPort) {
    return Optional.ofNullable(
        get(managementPort, "/actuator/info").object("build").text("version"));
  }

  private static Obj get(int port, String path) {
    try {
      HttpURLConnection connection = open(port, path);
      InputStream body =
          connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
              ? connection.getInputStream()
              : connection.getErrorStream();
      if (body == null) {
        return Json.Obj.EMPTY;
      }
      try (body) {
        return JsonParser.parseObject(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException | JsonException silent) {
      return Json.Obj.EMPTY;
    }
  }

  private static HttpURLConnection open(int port, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(LIMIT_MILLIS);
    connection.setReadTimeout(LIMIT_MILLIS);
    return connection;
  }
}
