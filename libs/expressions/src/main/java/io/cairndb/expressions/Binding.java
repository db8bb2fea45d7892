package io.cairndb.expressions;

import io.cairndb.expressions.syntax.Node;
import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;

/** Puts a request's names and values in the place of references. Confined to one compilation. */
final class Binding {
  /** As deep as an item can nest. */
  static final int PATH_ELEMENTS_MAX = 32;

  private final ExpressionKind kind;
  private final Substitutions substitutions;

  Binding(ExpressionKind kind, Substitutions substitutions) {
    this.kind = kind;
    this.substitutions = substitutions;
  }

  InvalidExpressionException invalid(String problem) {
    return kind.invalid(problem);
  }

  DocumentPath path(Node.Path path) {
    List<DocumentPath.Element> elements = new ArrayList<>(path.steps().size());
    for (Node.Step step : path.steps()) {
      elements.add(
          switch (step) {
            case Node.Field field -> new DocumentPath.Name(name(field));
            case Node.Index index -> new DocumentPath.Index(index.value());
          });
    }
    if (elements.size() > PATH_ELEMENTS_MAX) {
      throw invalid(
          "The document path has too many nesting elements; nesting levels: " + elements.size());
    }
    return new DocumentPath(elements);
  }

  private String name(Node.Field field) {
    if (!field.isReference()) {
      return field.text();
    }
    String name = substitutions.name(field.text());
    if (name == null) {
      throw invalid(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + field.text());
    }
    return name;
  }

  AttributeValue value(Node.Value value) {
    AttributeValue found = substitutions.value(value.reference());
    if (found == null) {
      throw invalid(
          "An expression attribute value used in expression is not defined; attribute value: "
              + value.reference());
    }
    return found;
  }

  OperandRules operandRules() {
    return kind.operandRules();
  }
}
