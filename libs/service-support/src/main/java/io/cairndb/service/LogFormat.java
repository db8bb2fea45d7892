package io.cairndb.service;

import io.cairndb.service.tracing.TrailInLogs;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * {@code cairn.logs}: lines for people, or JSON in the Elastic Common Schema for programs, with the
 * request's trail. Heard between the reading of the configuration and the set-up of the logs.
 */
final class LogFormat implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
  private static final String KEY = "cairn.logs";

  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER - 1;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    ConfigurableEnvironment environment = event.getEnvironment();
    String format = environment.getProperty(KEY, "text");
    switch (format) {
      case "text" -> {}
      case "json" ->
          environment
              .getPropertySources()
              .addLast(
                  new MapPropertySource(
                      KEY,
                      Map.of(
                          "logging.structured.format.console",
                          "ecs",
                          "logging.structured.json.customizer",
                          TrailInLogs.class.getName())));
      default ->
          throw new StartRefusedException(
              KEY + "=" + format + " is not a format of logs", "Say text or json.");
    }
  }
}
