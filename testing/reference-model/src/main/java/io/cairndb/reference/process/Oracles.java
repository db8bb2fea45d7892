package io.cairndb.reference.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The two independent servers that Cairn is compared with, installed by npm into a cache outside
 * the tree on first use. Absent when npm is absent or offline: the caller says what did not run.
 */
public final class Oracles {
  private static final String DYNOXIDE = "@dynoxide/linux-x64@1.2.1";
  private static final String DYNALITE = "dynalite@4.0.0";

  private Oracles() {}

  /** Starts Dynoxide in memory. */
  public static Optional<ServerProcess> dynoxide() {
    return home()
        .map(
            home -> {
              Path program = home.resolve("node_modules/@dynoxide/linux-x64/dynoxide");
              program.toFile().setExecutable(true);
              int port = ServerProcess.freePort();
              List<String> command = List.of(program.toString(), "--port", Integer.toString(port));
              return ServerProcess.start("dynoxide", command, port);
            });
  }

  /** Starts dynalite in memory. */
  public static Optional<ServerProcess> dynalite() {
    return home()
        .map(
            home -> {
              int port = ServerProcess.freePort();
              List<String> command =
                  List.of(
                      "node",
                      home.resolve("node_modules/dynalite/cli.js").toString(),
                      "--port",
                      Integer.toString(port),
                      "--createTableMs=0",
                      "--deleteTableMs=0",
                      "--updateTableMs=0");
              return ServerProcess.start("dynalite", command, port);
            });
  }

  /** The directory of the installed oracles; installs them when missing and possible. */
  public static Optional<Path> home() {
    Path home = cacheHome().resolve("cairn").resolve("oracles");
    if (installed(home)) {
      return Optional.of(home);
    }
    try {
      Files.createDirectories(home);
      Process npm =
          new ProcessBuilder(
                  List.of(
                      "npm",
                      "install",
                      "--prefix",
                      home.toString(),
                      "--no-audit",
                      "--no-fund",
                      "--no-package-lock",
                      DYNOXIDE,
                      DYNALITE))
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("npm.log").toFile())
              .start();
      boolean ended = npm.waitFor(Duration.ofMinutes(3).toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        npm.destroyForcibly();
      }
    } catch (IOException noNpm) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(interrupted));
    }
    return installed(home) ? Optional.of(home) : Optional.empty();
  }

  private static boolean installed(Path home) {
    return Files.exists(home.resolve("node_modules/@dynoxide/linux-x64/dynoxide"))
        && Files.exists(home.resolve("node_modules/dynalite/cli.js"));
  }

  private static Path cacheHome() {
    String configured = System.getenv("XDG_CACHE_HOME");
    return configured == null || configured.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(configured);
  }
}
