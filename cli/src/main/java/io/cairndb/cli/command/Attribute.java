package io.cairndb.cli.command;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A key attribute as the command line has it: {@code name:S}. */
record Attribute(String name, String type) {
  private static final Set<String> TYPES = Set.of("S", "N", "B");

  /** Empty when the text is no such pair. */
  static Optional<Attribute> parse(String text) {
    int colon = text.lastIndexOf(':');
    String type = text.substring(colon + 1).toUpperCase(Locale.ROOT);
    return colon > 0 && TYPES.contains(type)
        ? Optional.of(new Attribute(text.substring(0, colon), type))
        : Optional.empty();
  }
}
