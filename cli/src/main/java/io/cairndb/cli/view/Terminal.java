package io.cairndb.cli.view;

import java.io.Console;
import java.util.Map;

/**
 * What is known of the terminal. The launcher says which of the standard streams are one, and how
 * wide it is; without the launcher, the JVM's own knowledge must do.
 *
 * @param columns width to draw for; {@link Integer#MAX_VALUE} when nothing needs to fit
 */
public record Terminal(boolean input, boolean output, boolean error, int columns) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20;

  /** Reads CAIRN_TTY (digits of the streams that are terminals) and CAIRN_COLUMNS. */
  public static Terminal of(Map<String, String> environment) {
    String streams = environment.get("CAIRN_TTY");
    if (streams == null) {
      Console console = System.console();
      streams = console != null && console.isTerminal() ? "01" : "";
    }
    boolean output = streams.contains("1");
    return new Terminal(
        streams.contains("0"),
        output,
        streams.contains("2"),
        output ? columns(environment.getOrDefault("CAIRN_COLUMNS", "")) : Integer.MAX_VALUE);
  }

  private static int columns(String text) {
    try {
      int columns = Integer.parseInt(text);
      return columns <= 0 ? USUAL_COLUMNS : Math.max(columns, FEWEST_COLUMNS);
    } catch (NumberFormatException unknown) {
      return USUAL_COLUMNS;
    }
  }
}
