package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a cluster. Each is replaced as a whole, so that a reader finds one state or the
 * other, also after a power cut.
 */
record ClusterDirectory(Path path) {
  private static final String WANTED = "cluster.json";
  private static final String PROCESSES = "processes.json";

  ClusterDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /** The data of a service. */
  Path data(String service) {
    return path.resolve(service);
  }

  /** What a service, or the supervisor, prints. */
  Path log(String service) {
    return path.resolve("logs").resolve(service + ".log");
  }

  /** Makes it the directory of a cluster; what belongs to something else is left alone. */
  void create() throws CommandFailure {
    try {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new CommandFailure(Outcome.FILE, path + " is not a directory");
      }
      Files.createDirectories(path);
      if (!Files.exists(path.resolve(WANTED))) {
        requireEmpty();
      }
      Files.createDirectories(path.resolve("logs"));
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  private void requireEmpty() throws CommandFailure, IOException {
    try (Stream<Path> files = Files.list(path)) {
      Optional<String> stranger =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("logs") && !name.endsWith(".lock"))
              .sorted()
              .findFirst();
      if (stranger.isPresent()) {
        throw new CommandFailure(
            Outcome.FILE,
            "%s is not a directory of a cluster: it has %s. Choose another --data."
                .formatted(path, stranger.get()));
      }
    }
  }

  /** What is wanted; empty where no cluster was ever started. */
  Optional<Wanted> wanted() throws CommandFailure {
    Optional<Obj> json = read(WANTED);
    try {
      return json.map(Wanted::of);
    } catch (IllegalArgumentException unknown) {
      throw new CommandFailure(
          Outcome.FILE, "%s: %s".formatted(path.resolve(WANTED), unknown.getMessage()), unknown);
    }
  }

  /** What is wanted of a cluster that must be there. */
  Wanted requireWanted() throws CommandFailure {
    return wanted()
        .orElseThrow(
            () ->
                new CommandFailure(
                    Outcome.NOT_FOUND,
                    "there is no cluster in %s; 'cairn cluster start' makes one".formatted(path)));
  }

  void want(Wanted wanted) throws CommandFailure {
    write(WANTED, wanted.toJson());
  }

  Processes processes() throws CommandFailure {
    return read(PROCESSES).map(Processes::of).orElse(Processes.NONE);
  }

  void publish(Processes processes, ClusterPlan plan) throws CommandFailure {
    write(PROCESSES, processes.toJson(plan));
  }

  private Optional<Obj> read(String name) throws CommandFailure {
    Path file = path.resolve(name);
    try {
      return Optional.of(JsonParser.parseObject(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failed) {
      throw unusable(failed);
    } catch (JsonException broken) {
      throw new CommandFailure(Outcome.FILE, "%s: %s".formatted(file, broken.getMessage()), broken);
    }
  }

  private void write(String name, Obj json) throws CommandFailure {
    Path next = path.resolve(name + ".next");
    byte[] bytes = (JsonText.indented(json) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(next, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  /** The right to change what is wanted; one command at a time has it. */
  Lock lockForCommand() throws CommandFailure {
    return tryLock("command.lock")
        .orElseThrow(
            () ->
                new CommandFailure(
                    Outcome.REFUSED,
                    "another cluster command works on %s; wait until it has ended"
                        .formatted(path)));
  }

  /** The right to supervise; empty while another process has it. */
  Optional<Lock> lockForSupervisor() throws CommandFailure {
    return tryLock("supervisor.lock");
  }

  private Optional<Lock> tryLock(String name) throws CommandFailure {
    try {
      FileChannel channel =
          FileChannel.open(path.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new Lock(channel));
    } catch (NoSuchFileException none) {
      throw new CommandFailure(
          Outcome.NOT_FOUND,
          "there is no cluster in %s; 'cairn cluster start' makes one".formatted(path),
          none);
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ownProcess) {
      return false;
    }
  }

  private static CommandFailure unusable(IOException failed) {
    return new CommandFailure(
        Outcome.FILE,
        "%s (%s)".formatted(failed.getMessage(), failed.getClass().getSimpleName()),
        failed);
  }

  /** Held until closed, or until the process ends in whatever way. */
  record Lock(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException failed) {
        throw new IllegalStateException("cannot release a lock: " + failed.getMessage(), failed);
      }
    }
  }
}
