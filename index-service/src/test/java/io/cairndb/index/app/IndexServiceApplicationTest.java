package io.cairndb.index.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.service.CairnService;
import io.cairndb.service.metrics.MetricsDocument;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.unit.DataSize;

/** Order of starts does not matter: the service lives without the others and waits for them. */
final class IndexServiceApplicationTest {
  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    context =
        CairnService.run(
            "index-service",
            IndexServiceConfiguration.class,
            "--server.port=0",
            "--cairn.rpc.listen=127.0.0.1:0",
            "--cairn.partition-manager=127.0.0.1:" + nobody,
            "--logging.level.root=warn");
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    WebServer web = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer());
    int port = web.getPort();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void itLivesAloneAndIsNotReady() throws Exception {
    assertEquals(200, get("/actuator/health/liveness").statusCode());
    HttpResponse<String> readiness = get("/actuator/health/readiness");
    assertEquals(503, readiness.statusCode());
    assertTrue(readiness.body().contains("catalog"), readiness.body());
  }

  @Test
  void whatIsServedIsWhatIsDocumented() throws Exception {
    MetricsDocument.assertLists("index-service", IndexMetric.values());
    MetricsDocument.assertServed("index-service", get("/actuator/prometheus").body());
  }

  @Test
  void boundsThatCannotBeAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new IndexServiceProperties.Index(
                0, 512, DataSize.ofMegabytes(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1));
  }
}
