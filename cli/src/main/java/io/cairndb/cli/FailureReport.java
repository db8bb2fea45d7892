package io.cairndb.cli;

import io.cairndb.standalone.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** One sentence for a failure that was foreseen; the stack trace only for one that was not. */
final class FailureReport implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    if (failure instanceof StartupException expected) {
      commandLine.getErr().println("cairn: " + expected.getMessage());
      return switch (expected.problem()) {
        case ADDRESS -> 5;
        case DATA_DIRECTORY -> 6;
      };
    }
    commandLine.getErr().println("cairn: unexpected failure: " + failure);
    failure.printStackTrace(commandLine.getErr());
    return 1;
  }
}
