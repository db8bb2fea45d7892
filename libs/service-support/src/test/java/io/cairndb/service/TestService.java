package io.cairndb.service;

import io.cairndb.rpc.RpcOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A whole service on free ports that does nothing but wait for {@link Part#becomeReady}. */
final class TestService implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private TestService(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static TestService start(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--logging.level.root=warn");
    return new TestService(
        CairnService.run("test-service", Wiring.class, all.toArray(String[]::new)));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  String property(String key) {
    return context.getEnvironment().getRequiredProperty(key);
  }

  HttpPage get(String path) throws Exception {
    WebServer server = ((WebServerApplicationContext) context).getWebServer();
    int port = Objects.requireNonNull(server).getPort();
    return HttpPage.get(port, path);
  }

  @Override
  public void close() {
    context.close();
  }

  /** What the service is there for. */
  static final class Part implements Readiness {
    private volatile boolean ready;

    void becomeReady(boolean now) {
      ready = now;
    }

    @Override
    public Optional<String> obstacle() {
      return ready ? Optional.empty() : Optional.of("the part is not ready");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Wiring {
    @Bean
    Part part() {
      return new Part();
    }

    @Bean
    HeldAnswers service() {
      return new HeldAnswers();
    }

    @Bean
    RpcServer rpcServer(
        RpcProperties rpc, ListenAddresses addresses, RpcOptions options, HeldAnswers service) {
      return new RpcServer(rpc, addresses, options, List.of(service));
    }
  }
}
