package io.cairndb.expressions.syntax;

import java.util.List;

/** A parsed text that keeps every rule that does not depend on a request. Immutable. */
public sealed interface Template {

  record ConditionTemplate(Node condition) implements Template {}

  record UpdateTemplate(List<UpdateNode> actions) implements Template {
    public UpdateTemplate {
      actions = List.copyOf(actions);
    }
  }

  record ProjectionTemplate(List<Node.Path> paths) implements Template {
    public ProjectionTemplate {
      paths = List.copyOf(paths);
    }
  }
}
