package io.cairndb.reference.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Cairn that a test talks to: the one at the system property {@code cairn.endpoint}, or else
 * one of its own in the {@link Wiring} under test, on a data directory that goes when the test
 * ends.
 */
public final class CairnTarget implements AutoCloseable {
  private final URI address;
  private final Optional<RunningServer> process;
  private final Optional<Path> data;

  private CairnTarget(URI address, Optional<RunningServer> process, Optional<Path> data) {
    this.address = address;
    this.process = process;
    this.data = data;
  }

  /** Finds or starts it. */
  public static CairnTarget open() {
    String endpoint = System.getProperty("cairn.endpoint", "");
    if (!endpoint.isEmpty()) {
      return new CairnTarget(URI.create(endpoint), Optional.empty(), Optional.empty());
    }
    try {
      Path data = Files.createTempDirectory("cairn-test-data-");
      RunningServer process = Wiring.underTest().start(data);
      return new CairnTarget(process.address(), Optional.of(process), Optional.of(data));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Where it serves. */
  public URI address() {
    return address;
  }

  /** What a server of the test's own printed, for reports of failures. */
  public String output() {
    return process.map(RunningServer::output).orElse("(the server at " + address + ")");
  }

  @Override
  public void close() {
    process.ifPresent(RunningServer::close);
    data.ifPresent(CairnTarget::delete);
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
