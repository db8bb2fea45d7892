package io.cairndb.cli;

import io.cairndb.cli.console.ConsoleCommand;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the versions of Cairn and of the Java it runs on.")
final class VersionCommand extends ConsoleCommand {
  @Override
  public Integer call() {
    say("cairn %s (Java %s)".formatted(Cairn.version(), Runtime.version().feature()));
    return 0;
  }
}
