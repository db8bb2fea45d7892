package io.cairndb.cli;

import io.cairndb.cli.cluster.ClusterCommand;
import io.cairndb.cli.command.BenchCommand;
import io.cairndb.cli.command.CompletionCommand;
import io.cairndb.cli.command.ExportCommand;
import io.cairndb.cli.command.ImportCommand;
import io.cairndb.cli.command.ItemCommand;
import io.cairndb.cli.command.QueryCommand;
import io.cairndb.cli.command.ScanCommand;
import io.cairndb.cli.command.SqlCommand;
import io.cairndb.cli.command.StatusCommand;
import io.cairndb.cli.command.TableCommand;
import io.cairndb.cli.engine.EngineCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** Entry point of the command line. */
@Command(
    name = "cairn",
    description = "Cairn: a durable, DynamoDB-compatible database.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Cairn.Version.class,
    footer = {
      "",
      "The launcher also knows:",
      "  test          Builds everything and runs all that continuous integration runs.",
      "  build         Builds without starting.",
      "  bench engine  Measures the storage engine beside RocksDB."
    })
public final class Cairn {
  private static final List<Class<?>> COMMANDS =
      List.of(
          StartCommand.class,
          StatusCommand.class,
          TableCommand.class,
          ItemCommand.class,
          QueryCommand.class,
          ScanCommand.class,
          SqlCommand.class,
          ImportCommand.class,
          ExportCommand.class,
          BenchCommand.class,
          ClusterCommand.class,
          EngineCommand.class,
          CompletionCommand.class,
          VersionCommand.class,
          HelpCommand.class);

  /** Those that speak of the others. */
  private static final Set<Class<?>> ABOUT_ALL = Set.of(CompletionCommand.class, HelpCommand.class);

  private Cairn() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return commandLine(args).execute(args);
  }

  /** The command line for these arguments; with every command when they name none. */
  static CommandLine commandLine(String... args) {
    return commandLine(args.length == 0 ? COMMANDS : needed(args[0]));
  }

  /** Reading the options of every command by reflection would be half of the time to start. */
  private static List<Class<?>> needed(String name) {
    return COMMANDS.stream()
        .filter(command -> command.getAnnotation(Command.class).name().equals(name))
        .filter(command -> !ABOUT_ALL.contains(command))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    CommandLine line = new CommandLine(new Cairn());
    commands.forEach(line::addSubcommand);
    return line.setExecutionExceptionHandler(new FailureReport())
        .setParameterExceptionHandler(new UsageReport());
  }

  static String version() {
    Properties properties = new Properties();
    try (InputStream in = Cairn.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the build");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /** Feeds {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"cairn " + version()};
    }
  }
}
