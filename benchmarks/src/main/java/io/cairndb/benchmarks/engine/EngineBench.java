package io.cairndb.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn bench engine}. */
@Command(
    name = "cairn bench engine",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures the storage engine beside RocksDB: the same work with the same sizes of blocks,"
            + " cache, memtables, levels and filters, each store in a process of its own. Says what"
            + " comes out as it goes on, to standard error, and prints a table. Linux only.")
final class EngineBench implements Callable<Integer> {
  private static final long MEGABYTE = 1L << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--stores",
      split = ",",
      paramLabel = "STORE",
      defaultValue = "CAIRN,ROCKSDB",
      description = "Which. Default: ${DEFAULT-VALUE}.")
  private List<StoreKind> stores;

  @Option(
      names = "--values",
      split = ",",
      defaultValue = "100,1024,16384",
      paramLabel = "BYTES",
      description = "Sizes of values. Default: ${DEFAULT-VALUE}.")
  private List<Integer> values;

  @Option(
      names = "--data",
      defaultValue = "256",
      paramLabel = "MB",
      description = "Keys and values of the data set. Default: ${DEFAULT-VALUE}.")
  private long dataMegabytes;

  @Option(
      names = "--cache",
      defaultValue = "64",
      paramLabel = "MB",
      description = "Block cache. Default: ${DEFAULT-VALUE}.")
  private long cacheMegabytes;

  @Option(
      names = "--memtable",
      defaultValue = "32",
      paramLabel = "MB",
      description = "Size at which a memtable is flushed. Default: ${DEFAULT-VALUE}.")
  private long memtableMegabytes;

  @Option(
      names = "--heap",
      defaultValue = "768m",
      paramLabel = "SIZE",
      description = "Java heap of each process. Default: ${DEFAULT-VALUE}.")
  private String heap;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Of each workload that is not a fill. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--write-seconds",
      defaultValue = "0",
      paramLabel = "N",
      description = {
        "Of the writes as fast as they can and of those at 70 %% of that rate: short ones fit into",
        "memory and level 0, long ones go at the pace of compactions. Default: as --seconds."
      })
  private int writeSeconds;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where the stores put their files; emptied. Default: a temporary one.")
  private Path directory;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = {
        "Also write each result there, a line of fields separated by tabs: result, store, bytes of",
        "a value, workload, operations, seconds, p50, p99, p99.9 and greatest latency in",
        "microseconds, bytes read, bytes written; or: figure, store, bytes of a value, name, bytes."
      })
  private Path results;

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new EngineBench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (dataMegabytes < 1 || seconds < 1 || writeSeconds < 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "data and seconds must be at least 1");
    }
    if (results != null) {
      Files.deleteIfExists(results);
    }
    PrintWriter out = spec.commandLine().getOut();
    Path scratch = directory == null ? Files.createTempDirectory("cairn-bench") : directory;
    for (int valueBytes : values) {
      List<String> lines = new ArrayList<>();
      for (StoreKind store : stores) {
        Path place = scratch.resolve(store.label());
        delete(place);
        lines.addAll(run(store, valueBytes, place));
        delete(place);
      }
      new ResultTable(stores, valueBytes, lines).print(out);
    }
    if (directory == null) {
      Files.delete(scratch);
    }
    return 0;
  }

  private List<String> run(StoreKind store, int valueBytes, Path place)
      throws IOException, InterruptedException {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--store", store);
    options.put("--directory", place);
    options.put("--value-bytes", valueBytes);
    options.put("--data-bytes", dataMegabytes * MEGABYTE);
    options.put("--cache-bytes", cacheMegabytes * MEGABYTE);
    options.put("--memtable-bytes", memtableMegabytes * MEGABYTE);
    options.put("--seconds", seconds);
    options.put("--write-seconds", writeSeconds == 0 ? seconds : writeSeconds);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:+UseG1GC");
    command.add("-XX:MaxGCPauseMillis=10");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    // The engines log to nowhere, and the facade need not say so.
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(EngineRun.class.getName());
    options.forEach(
        (name, value) -> {
          command.add(name);
          command.add(value.toString());
        });
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = new ArrayList<>();
    PrintWriter err = spec.commandLine().getErr();
    err.println(Report.heading(store, valueBytes));
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        err.println(Report.line(line).orElse(line));
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("the run of " + store.label() + " failed; its output is above");
    }
    if (results != null) {
      Files.write(results, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return lines;
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
