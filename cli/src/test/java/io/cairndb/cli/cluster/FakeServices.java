package io.cairndb.cli.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javax.tools.ToolProvider;

/**
 * Programs with the names of the services' main classes which do nothing but tell their health.
 * Files in the directory of a service make it misbehave: {@code fail} ends it at the start, {@code
 * stubborn} keeps it from ending, {@code unready} from being ready.
 */
public final class FakeServices {
  private FakeServices() {}

  /** Compiles them; the class path they run on. */
  static String classPath(Path directory) throws IOException {
    List<String> sources = new ArrayList<>();
    for (Role role : Role.values()) {
      String name = role.mainClass();
      int dot = name.lastIndexOf('.');
      Path source = directory.resolve(name.substring(dot + 1) + ".java");
      Files.writeString(
          source,
          """
          package %s;
          public final class %s {
            public static void main(String[] arguments) throws Exception {
              io.cairndb.cli.cluster.FakeServices.run(arguments);
            }
          }
          """
              .formatted(name.substring(0, dot), name.substring(dot + 1)));
      sources.add(source.toString());
    }
    List<String> arguments = new ArrayList<>(List.of("-d", directory.toString()));
    arguments.addAll(List.of("-proc:none", "-cp", ownClasses()));
    arguments.addAll(sources);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IOException("the fake services do not compile");
    }
    return directory + File.pathSeparator + ownClasses();
  }

  private static String ownClasses() {
    try {
      return Path.of(FakeServices.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  /** What every fake service runs. */
  public static void run(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(Objects.requireNonNull(System.getProperty("cairn.cluster.process")));
    System.out.println("fake " + directory.getFileName() + " with " + List.of(arguments));
    if (Files.exists(directory.resolve("fail"))) {
      System.out.println("told to fail");
      System.exit(3);
    }
    if (Files.exists(directory.resolve("stubborn"))) {
      Runtime.getRuntime().addShutdownHook(new Thread(FakeServices::hang));
    }
    for (String argument : arguments) {
      if (argument.startsWith("--server.port=")) {
        serve(Integer.parseInt(argument.substring(argument.indexOf('=') + 1)), directory);
      }
    }
    System.out.println("serving");
    hang();
  }

  private static void serve(int port, Path directory) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/actuator/health/readiness",
        exchange -> {
          boolean ready = !Files.exists(directory.resolve("unready"));
          answer(
              exchange,
              ready ? 200 : 503,
              ready
                  ? "{\"status\":\"UP\"}"
                  : "{\"status\":\"DOWN\",\"components\":{\"watch\":{\"status\":\"DOWN\"}}}");
        });
    server.createContext(
        "/actuator/info",
        exchange -> answer(exchange, 200, "{\"build\":{\"version\":\"1.2.3-fake\"}}"));
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
