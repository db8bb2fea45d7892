package io.cairndb.cli.client;

import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.json.JsonText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Sends operations to one endpoint and waits for the answer. Thread-safe. */
public final class DynamoDb implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private static final int FIRST_PAUSE_MILLIS = 50;
  private static final int LONGEST_PAUSE_MILLIS = 5_000;

  private final Endpoint endpoint;
  private final HttpClient http;

  /** Connects on the first request. */
  public DynamoDb(Endpoint endpoint) {
    this.endpoint = endpoint;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
    if (endpoint.uri().getScheme().equalsIgnoreCase("http")) {
      builder.sslContext(withoutCertificates());
    }
    this.http = builder.build();
  }

  /** Reading the machine's certificates takes longer than a request; without TLS none is needed. */
  private static SSLContext withoutCertificates() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Where requests go. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Sends once. */
  public Obj call(String operation, Obj request) throws CallException, InterruptedException {
    byte[] body = JsonText.compact(request).getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder message =
        HttpRequest.newBuilder(endpoint.uri())
            .timeout(ANSWER_WITHIN)
            .POST(BodyPublishers.ofByteArray(body));
    Signer.headers(endpoint, "DynamoDB_20120810." + operation, body, Instant.now())
        .forEach(message::header);
    return read(send(message.build()));
  }

  /**
   * Sends until there is an answer that is not passing, at most {@code attempts} times, with pauses
   * that double. Only for requests that may be done twice.
   */
  public Obj callPatiently(String operation, Obj request, int attempts)
      throws CallException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return call(operation, request);
      } catch (CallException failed) {
        if (!failed.passing() || attempt >= attempts) {
          throw failed;
        }
      }
      pause(attempt);
    }
  }

  /** Waits before attempt {@code attempt + 1}: doubling from 50 ms to 5 s, with jitter. */
  public static void pause(int attempt) throws InterruptedException {
    int longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10));
    TimeUnit.MILLISECONDS.sleep(longest / 2 + ThreadLocalRandom.current().nextInt(longest / 2 + 1));
  }

  /** The text at a path of the endpoint. */
  public String page(String path) throws CallException, InterruptedException {
    URI uri = endpoint.uri().resolve(path);
    HttpResponse<byte[]> response =
        send(HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).GET().build());
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() != 200) {
      throw new ServiceException("HTTP " + response.statusCode(), text, response.statusCode());
    }
    return text;
  }

  private HttpResponse<byte[]> send(HttpRequest request)
      throws UnreachableException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (ConnectException refused) {
      throw new UnreachableException("nothing answers at " + endpoint, refused);
    } catch (HttpTimeoutException late) {
      throw new UnreachableException("no answer in time from " + endpoint, late);
    } catch (IOException broken) {
      throw new UnreachableException("no answer from " + endpoint + ": " + reason(broken), broken);
    }
  }

  private static String reason(IOException broken) {
    String message = broken.getMessage();
    return message == null ? broken.getClass().getSimpleName() : message;
  }

  private Obj read(HttpResponse<byte[]> response) throws CallException {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    Obj answer;
    try {
      answer = JsonParser.parseObject(text.isEmpty() ? "{}" : text);
    } catch (JsonException foreign) {
      if (response.statusCode() >= 500) {
        throw new ServiceException("HTTP " + response.statusCode(), text, response.statusCode());
      }
      throw new UnreachableException(
          "%s does not speak the DynamoDB protocol (it answered HTTP %d)"
              .formatted(endpoint, response.statusCode()),
          foreign);
    }
    if (response.statusCode() == 200) {
      return answer;
    }
    String type = answer.text("__type", "HTTP " + response.statusCode());
    throw new ServiceException(
        type.substring(type.indexOf('#') + 1),
        answer.text("message", answer.text("Message", type)),
        response.statusCode());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
