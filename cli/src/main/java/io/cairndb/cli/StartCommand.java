package io.cairndb.cli;

import io.cairndb.cli.console.ConsoleCommand;
import io.cairndb.cli.view.FirstSteps;
import io.cairndb.standalone.StandaloneOptions;
import io.cairndb.standalone.StandaloneServer;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.node.StorageSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Serves the DynamoDB API from one process until stopped.")
final class StartCommand extends ConsoleCommand {
  @Option(
      names = "--port",
      defaultValue = "8000",
      paramLabel = "PORT",
      description = "TCP port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--data",
      defaultValue = "data",
      paramLabel = "DIR",
      description = "Data directory, created when missing. Default: ${DEFAULT-VALUE}.")
  private Path data;

  @Option(
      names = "--heap",
      defaultValue = "512m",
      paramLabel = "SIZE",
      description = "Java heap, such as 512m or 2g. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("unused") // for the help text: the launcher hands it to the JVM
  private String heap;

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on. Only loopback is open without authentication."
              + " Default: ${DEFAULT-VALUE}.")
  private String listen;

  @Option(
      names = "--durability",
      defaultValue = "sync",
      paramLabel = "sync|buffered",
      converter = DurabilityName.class,
      description =
          "sync: a write is answered once it is on disk. buffered: once the operating system"
              + " has it; a power cut may lose the last moments. Default: ${DEFAULT-VALUE}.")
  private Durability durability;

  @Option(names = "--memory", description = "Keep everything in memory; nothing survives the end.")
  private boolean memory;

  @Option(
      names = "--shards",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Shards to create in a new data directory; 0 means one per core, 16 at most."
              + " Default: ${DEFAULT-VALUE}.")
  private int shards;

  @Mixin private StorageOptions storage = new StorageOptions();

  @Option(names = "--rehearse", hidden = true)
  private boolean rehearse;

  @Override
  public Integer call() throws Exception {
    requireRange("--port", port, 0, 65_535);
    requireRange("--shards", shards, 0, 256);
    requireText("--data", data.toString());
    requireText("--listen", listen);
    StandaloneOptions options =
        new StandaloneOptions(
            listen, port, data.toAbsolutePath(), memory, durability, shards, storageSettings());
    try (StandaloneServer server = StandaloneServer.start(options)) {
      greet(server);
      if (rehearse) {
        Rehearsal.run(server.endpoint());
        return 0;
      }
      awaitSignal(server);
    }
    return 0;
  }

  private StorageSettings storageSettings() {
    try {
      return storage.settings();
    } catch (IllegalArgumentException refused) {
      throw usage(String.valueOf(refused.getMessage()));
    }
  }

  /** The names of the documentation, in any case. */
  static final class DurabilityName implements ITypeConverter<Durability> {
    @Override
    public Durability convert(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "sync" -> Durability.SYNC;
        case "buffered" -> Durability.BUFFERED;
        default ->
            throw new TypeConversionException("'%s' is neither sync nor buffered".formatted(name));
      };
    }
  }

  /** An unset variable of a script must not mean the current directory or every address. */
  private void requireText(String option, String value) {
    if (value.isBlank()) {
      throw usage(option + " must not be empty");
    }
  }

  private static void awaitSignal(StandaloneServer server) throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("cairn-shutdown")
                .unstarted(
                    () -> {
                      stop.countDown();
                      server.close();
                      stopped.countDown();
                    }));
    stop.await();
    stopped.await();
  }

  private void greet(StandaloneServer server) {
    PrintWriter out = out();
    out.printf("Cairn %s serves the DynamoDB API at %s%n", Cairn.version(), server.endpoint());
    out.printf("  data        %s%n", memory ? "in memory only" : data.toAbsolutePath().normalize());
    out.printf("  durability  %s%n", memory ? "none" : durability.name().toLowerCase(Locale.ROOT));
    FirstSteps.print(out, server.endpoint());
    out.printf("Stop with Ctrl-C.%n");
    out.flush();
  }
}
