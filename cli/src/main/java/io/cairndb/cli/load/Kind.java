package io.cairndb.cli.load;

import java.util.Locale;

/** What a connection does next. */
public enum Kind {
  PUT,
  GET,
  QUERY;

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
