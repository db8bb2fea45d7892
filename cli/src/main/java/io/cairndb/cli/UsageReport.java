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
    err.println(
        command.getParent() == null
            ? "'cairn help' lists the commands."
            : "'cairn help %s' lists what it takes.".formatted(command.getCommandName()));
    return command.getCommandSpec().exitCodeOnInvalidInput();
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
