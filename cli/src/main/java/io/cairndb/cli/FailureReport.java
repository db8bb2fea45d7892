package io.cairndb.cli;

import io.cairndb.cli.client.ServiceException;
import io.cairndb.cli.client.UnreachableException;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.phrase.PhraseException;
import io.cairndb.cli.view.Glyphs;
import io.cairndb.standalone.StartupException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** One sentence for a failure that was foreseen; the stack trace only for one that was not. */
public final class FailureReport implements IExecutionExceptionHandler {

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
    if (outcomeOf(failure) instanceof Outcome outcome) {
      commandLine.getErr().println("cairn: " + sentence(failure));
      return outcome.exitCode();
    }
    commandLine.getErr().println("cairn: unexpected failure: " + failure);
    failure.printStackTrace(commandLine.getErr());
    return 1;
  }

  /** Null for what nobody foresaw. */
  private static @Nullable Outcome outcomeOf(Exception failure) {
    return switch (failure) {
      case CommandFailure told -> told.outcome();
      case PhraseException wrong -> Outcome.USAGE;
      case UnreachableException silent -> Outcome.UNREACHABLE;
      case ServiceException answered -> outcomeOf(answered);
      case IOException file -> Outcome.FILE;
      default -> null;
    };
  }

  private static Outcome outcomeOf(ServiceException answered) {
    if (answered.type().equals("ResourceNotFoundException")) {
      return Outcome.NOT_FOUND;
    }
    return answered.passing() ? Outcome.UNREACHABLE : Outcome.REFUSED;
  }

  private static String sentence(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    String text =
        switch (failure) {
          case ServiceException answered -> answered.type() + ": " + message;
          case FileSystemException file -> message + " (" + file.getClass().getSimpleName() + ")";
          default -> message;
        };
    return Glyphs.safe(text);
  }
}
