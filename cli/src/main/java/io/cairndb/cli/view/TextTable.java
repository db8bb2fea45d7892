package io.cairndb.cli.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table drawn with a ruled head. A column is right-aligned when everything in it is a number or
 * empty. When the whole is wider than the terminal, the widest columns give way first.
 */
public final class TextTable {
  private static final String GAP = "  ";
  private static final int NARROWEST = 4;
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9][0-9,]*(\\.[0-9]+)?([eE][+-]?[0-9]+)?( ?([KMGT]i)?B|%| ms)?");

  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these columns. */
  public TextTable(String... heads) {
    this(List.of(heads));
  }

  /** A table with these columns. */
  public TextTable(List<String> heads) {
    this.heads = heads.stream().map(Glyphs::safe).toList();
  }

  /** Adds a row with one cell per column. */
  public TextTable row(String... cells) {
    return row(Arrays.asList(cells));
  }

  /** Adds a row with one cell per column. */
  public TextTable row(List<String> cells) {
    if (cells.size() != heads.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + heads.size() + " columns");
    }
    rows.add(cells.stream().map(Glyphs::safe).toList());
    return this;
  }

  /**
   * The lines of the table, each at most {@code columns} wide unless there are too many columns.
   */
  public List<String> lines(int columns) {
    int[] widths = widths(columns);
    boolean[] right = new boolean[heads.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = isNumeric(i);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(heads, widths, right));
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("─".repeat(width));
    }
    lines.add(String.join(GAP, rule));
    for (List<String> row : rows) {
      lines.add(line(row, widths, right));
    }
    return lines;
  }

  private int[] widths(int columns) {
    int[] widths = new int[heads.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(1, Glyphs.width(heads.get(i)));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Glyphs.width(row.get(i)));
      }
    }
    long room = (long) columns - (long) GAP.length() * (widths.length - 1);
    while (Arrays.stream(widths).asLongStream().sum() > room) {
      int widest = widest(widths);
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int widest(int[] widths) {
    int widest = 0;
    for (int i = 1; i < widths.length; i++) {
      if (widths[i] >= widths[widest]) {
        widest = i;
      }
    }
    return widest;
  }

  private boolean isNumeric(int column) {
    boolean some = false;
    for (List<String> row : rows) {
      String cell = row.get(column);
      if (!cell.isEmpty() && !NUMBER.matcher(cell).matches()) {
        return false;
      }
      some |= !cell.isEmpty();
    }
    return some;
  }

  private static String line(List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Glyphs.fit(cells.get(i), widths[i]);
      String space = " ".repeat(widths[i] - Glyphs.width(cell));
      line.append(i == 0 ? "" : GAP).append(right[i] ? space + cell : cell + space);
    }
    return line.toString().stripTrailing();
  }
}
