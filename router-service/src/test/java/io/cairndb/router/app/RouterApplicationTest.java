package io.cairndb.router.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.service.CairnService;
import io.cairndb.service.metrics.MetricsDocument;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Order of starts does not matter: the service lives without the others and waits for them. */
final class RouterApplicationTest {
  private static ConfigurableApplicationContext context;
  private static int http;

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    int nobody = freePort();
    http = freePort();
    context =
        CairnService.run(
            "router-service",
            RouterConfiguration.class,
            "--server.port=0",
            "--cairn.http.listen=127.0.0.1:" + http,
            "--cairn.partition-manager=127.0.0.1:" + nobody,
            "--cairn.coordinator=127.0.0.1:" + nobody,
            "--cairn.index-service=127.0.0.1:" + nobody,
            "--logging.level.root=warn");
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static HttpResponse<String> manage(String path) throws Exception {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return get(Integer.parseInt(port), path);
  }

  @Test
  void itLivesAloneAndIsNotReady() throws Exception {
    assertEquals(200, manage("/actuator/health/liveness").statusCode());
    HttpResponse<String> readiness = manage("/actuator/health/readiness");
    assertEquals(503, readiness.statusCode());
    assertTrue(readiness.body().contains("catalog"), readiness.body());
    assertTrue(readiness.body().contains("the coordinator cannot be reached"), readiness.body());
    assertEquals(200, get(http, "/").statusCode());
    assertEquals(503, get(http, "/v1/tables").statusCode());
  }

  @Test
  void whatIsServedIsWhatIsDocumented() throws Exception {
    assertEquals(200, get(http, "/").statusCode());
    MetricsDocument.assertServed("router-service", manage("/actuator/prometheus").body());
  }
}
