package io.cairndb.cli.console;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command with options to complain about and two streams. Confined to the thread it runs on. */
public abstract class ConsoleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** What the command line knows of this command. */
  protected final CommandSpec spec() {
    return spec;
  }

  /** Where answers go. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Where everything goes that is no answer. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** A line that only people want to read, shown at once. */
  protected final void say(String line) {
    out().println(line);
    out().flush();
  }

  /** For throwing: the command was called with what it does not take. */
  protected final ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /**
   * Demands that the value of {@code option} is from {@code low} to {@code high}.
   *
   * @throws ParameterException naming all three otherwise
   */
  protected final void requireRange(String option, long value, long low, long high) {
    if (value < low || value > high) {
      throw usage("%s must be between %d and %d, not %d".formatted(option, low, high, value));
    }
  }
}
