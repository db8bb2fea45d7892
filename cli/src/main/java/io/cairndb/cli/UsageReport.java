package io.cairndb.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One sentence for wrong usage and where to read on: a page of options would push it away. */
final class UsageReport implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("cairn: " + sentence(mistake));
    err.println(whereToRead(command));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** The help command knows the first level only. */
  private static String whereToRead(CommandLine command) {
    CommandLine parent = command.getParent();
    if (parent == null) {
      return "'cairn help' lists the commands.";
    }
    return parent.getParent() == null
        ? "'cairn help %s' lists what it takes.".formatted(command.getCommandName())
        : "'%s --help' lists what it takes.".formatted(command.getCommandSpec().qualifiedName(" "));
  }

  private static String sentence(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      List<String> unknown = unmatched.getUnmatched();
      if (!unknown.isEmpty() && !unmatched.isUnknownOption()) {
        boolean noCommand = mistake.getCommandLine().getParent() == null;
        return "%s '%s'".formatted(noCommand ? "unknown command" : "unexpected", unknown.get(0));
      }
    }
    return String.valueOf(mistake.getMessage());
  }
}
