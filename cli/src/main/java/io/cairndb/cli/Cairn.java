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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
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
    subcommands = {
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
      CompletionCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "The launcher also knows:",
      "  test   Builds everything and runs all that continuous integration runs.",
      "  build  Builds without starting."
    })
public final class Cairn {
  private Cairn() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Cairn())
        .setExecutionExceptionHandler(new FailureReport())
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
