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
   * When it cannot start, the log says why and the process ends with 1, or with the code of the
   * {@link StartRefusedException}.
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
    try {
      return application.run(args);
    } catch (RuntimeException failure) {
      endWith(exitCode(failure));
      throw failure;
    }
  }

  private static int exitCode(Throwable failure) {
    Throwable cause = failure;
    while (cause != null) {
      if (cause instanceof StartRefusedException refused) {
        return refused.exitCode();
      }
      cause = cause.getCause();
    }
    return StartRefusedException.UNEXPECTED;
  }

  /**
   * The code of the process when nobody catches what failed, which the log has told by then. Spring
   * would publish the code in the context that failed, and fail over that.
   */
  private static void endWith(int exitCode) {
    Thread thread = Thread.currentThread();
    ThreadGroup group = thread.getThreadGroup();
    if (thread.getName().equals("main") && group != null && group.getName().equals("main")) {
      thread.setUncaughtExceptionHandler((main, failure) -> System.exit(exitCode));
    }
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
