package io.cairndb.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Starts services. */
public final class CairnService {
  private CairnService() {}

  /**
   * Starts a service; called by its {@code main}. Returns when it listens, not when it is ready.
   * When it cannot start, the log says why and the process ends with 1.
   *
   * @param name of the service and of its file of defaults, {@code <name>.properties}
   * @param configuration makes the service's beans
   */
  public static ConfigurableApplicationContext run(
      String name, Class<?> configuration, String... args) {
    SpringApplication application =
        new SpringApplication(ServiceConfiguration.class, configuration);
    application.setMainApplicationClass(configuration);
    application.setBannerMode(Banner.Mode.OFF);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setDefaultProperties(defaults(name));
    application.addListeners(new LogFormat());
    return application.run(args);
  }

  private static Properties defaults(String name) {
    try {
      Properties defaults =
          PropertiesLoaderUtils.loadProperties(
              new ClassPathResource("service-defaults.properties", CairnService.class));
      defaults.setProperty("spring.application.name", name);
      defaults.setProperty("spring.config.name", name);
      return defaults;
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
