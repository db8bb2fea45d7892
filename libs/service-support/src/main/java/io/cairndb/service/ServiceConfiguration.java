package io.cairndb.service;

import io.cairndb.rpc.RpcInterceptors;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.node.Connections;
import io.cairndb.service.metrics.AwaitedCalls;
import io.cairndb.service.metrics.CallTimes;
import io.cairndb.service.metrics.ConnectionFigures;
import io.cairndb.service.metrics.Figures;
import io.cairndb.service.tracing.Tracing;
import io.cairndb.service.tracing.TracingProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;

/** The beans of every service. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties({
  ServiceProperties.class,
  RpcProperties.class,
  TracingProperties.class
})
class ServiceConfiguration {

  /** Binds {@code host:port}. */
  private static final class HostPortReader implements Converter<String, HostPort> {
    @Override
    public HostPort convert(String text) {
      return HostPort.parse(text);
    }
  }

  @Bean
  @ConfigurationPropertiesBinding
  static Converter<String, HostPort> hostPortReader() {
    return new HostPortReader();
  }

  @Bean
  ListenAddresses listenAddresses(ServiceProperties service, ServerProperties management) {
    ListenAddresses addresses = new ListenAddresses(service.insecureNetwork());
    addresses.require("server.address", management.getAddress());
    return addresses;
  }

  @Bean
  Tracing tracing(
      TracingProperties properties, @Value("${spring.application.name}") String service) {
    return Tracing.of(properties, service);
  }

  @Bean
  RpcOptions rpcOptions(RpcProperties rpc, MeterRegistry meters, Tracing tracing) {
    CallTimes times = new CallTimes(meters);
    return RpcOptions.DEFAULT
        .withPatience(rpc.patience().options())
        .withCompression(rpc.compress())
        .withInterceptors(
            new RpcInterceptors(
                List.of(times.ofCallsMade(), new AwaitedCalls(meters), tracing.ofCallsMade()),
                List.of(times.ofCallsAnswered(), tracing.ofCallsAnswered())));
  }

  @Bean
  Figures connectionFigures(ObjectProvider<Connections> connections) {
    return ConnectionFigures.of(() -> connections.stream().map(Connections::stats).toList());
  }

  @Bean
  ServiceHealth serviceHealth(ObjectProvider<Readiness> parts) {
    return new ServiceHealth(parts.orderedStream().toList());
  }

  /** Named as in the health group. */
  @Bean
  HealthIndicator serving(ServiceHealth health) {
    return health.readiness();
  }

  /** Named as in the health group. */
  @Bean
  HealthIndicator started(ServiceHealth health) {
    return health.startup();
  }
}
