package io.cairndb.partition.manager.app;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.service.CairnService;
import io.cairndb.service.StartRefusedException;
import io.cairndb.service.metrics.MetricsDocument;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The process starts with nobody else there, says how it is, and shares its data with nobody. */
final class PartitionManagerProcessTest {
  @TempDir private Path data;

  private ConfigurableApplicationContext start(String... args) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--cairn.data-directory=" + data.resolve("manager"),
                "--cairn.rpc.listen=127.0.0.1:0",
                "--server.port=0",
                "--logging.level.root=warn"));
    all.addAll(List.of(args));
    return CairnService.run(
        "partition-manager", PartitionManagerConfiguration.class, all.toArray(String[]::new));
  }

  private static HttpResponse<String> get(ConfigurableApplicationContext service, String path)
      throws Exception {
    int port = requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void isReadyAloneAndShowsWhatIsDocumented() throws Exception {
    try (ConfigurableApplicationContext service = start()) {
      HttpResponse<String> readiness = get(service, "/actuator/health/readiness");
      assertEquals(200, readiness.statusCode(), readiness.body());
      String page = get(service, "/actuator/prometheus").body();
      MetricsDocument.assertLists("partition-manager", PartitionManagerMetric.values());
      MetricsDocument.assertServed("partition-manager", page);
    }
  }

  @Test
  void itsDirectoryIsItsOwn() {
    try (ConfigurableApplicationContext service = start()) {
      StartRefusedException refused =
          assertInstanceOf(
              StartRefusedException.class, root(assertThrows(Exception.class, this::start)));
      assertTrue(refused.toString().contains("in use"), refused.toString());
    }
    start().close();
  }

  @Test
  void impossibleValuesAreRefusedByName() {
    for (String argument :
        List.of(
            "--cairn.cluster.storage-nodes=0",
            "--cairn.cluster.dead-after=1s",
            "--cairn.node-deadline=0s")) {
      Throwable refused = root(assertThrows(Exception.class, () -> start(argument).close()));
      String key = argument.substring(2, argument.indexOf('='));
      assertTrue(String.valueOf(refused.getMessage()).contains(key), refused.toString());
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof StartRefusedException)) {
      root = root.getCause();
    }
    return root;
  }
}
