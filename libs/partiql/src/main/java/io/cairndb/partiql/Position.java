package io.cairndb.partiql;

/**
 * Where a token stands in a statement.
 *
 * @param line from 1
 * @param column in characters, from 1
 * @param length of the token as written, quotes included
 */
public record Position(int line, int column, int length) {
  /** For what no text was written for. */
  static final Position NOWHERE = new Position(0, 0, 0);

  /** As messages show it. */
  @Override
  public String toString() {
    return line + ":" + column + ":" + length;
  }
}
