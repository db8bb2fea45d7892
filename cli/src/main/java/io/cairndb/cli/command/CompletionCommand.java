package io.cairndb.cli.command;

import io.cairndb.cli.console.ConsoleCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code cairn completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a completion script for bash and zsh.",
    footer = {"", "Example:", "  source <(cairn completion)"})
public final class CompletionCommand extends ConsoleCommand {
  @Override
  public Integer call() {
    say(AutoComplete.bash("cairn", spec().root().commandLine()));
    return 0;
  }
}
