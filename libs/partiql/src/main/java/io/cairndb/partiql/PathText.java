package io.cairndb.partiql;

import io.cairndb.expressions.DocumentPath;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the paths in a statement. */
final class PathText {
  /** As deep as an item can nest. */
  private static final int ELEMENTS_MAX = 32;

  private PathText() {}

  static DocumentPath toDocumentPath(Expression.Path path) {
    if (path.steps().size() > ELEMENTS_MAX) {
      throw new InvalidStatementException(
          "The document path has too many nesting elements; nesting levels: "
              + path.steps().size());
    }
    List<DocumentPath.Element> elements = new ArrayList<>();
    for (Expression.Step step : path.steps()) {
      elements.add(
          switch (step) {
            case Expression.Field field -> new DocumentPath.Name(field.name());
            case Expression.Index index -> new DocumentPath.Index(index.value());
          });
    }
    return new DocumentPath(elements);
  }

  /** As written, but for quotes. */
  static String of(Expression.Path path) {
    StringBuilder text = new StringBuilder();
    for (Expression.Step step : path.steps()) {
      switch (step) {
        case Expression.Field field -> text.append(text.isEmpty() ? "" : ".").append(field.name());
        case Expression.Index index -> text.append('[').append(index.value()).append(']');
      }
    }
    return text.toString();
  }

  /** The name of a column: the last name of the path, and the positions after it. */
  static String labelOf(Expression.Path path) {
    StringBuilder label = new StringBuilder();
    for (Expression.Step step : path.steps()) {
      switch (step) {
        case Expression.Field field -> {
          label.setLength(0);
          label.append(field.name());
        }
        case Expression.Index index -> label.append('[').append(index.value()).append(']');
      }
    }
    return label.toString();
  }
}
