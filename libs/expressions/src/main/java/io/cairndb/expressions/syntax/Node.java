package io.cairndb.expressions.syntax;

import java.util.List;

/** An unbound expression. Operands and conditions share one type, as they do in the grammar. */
public sealed interface Node {

  /** A document path as written. */
  record Path(List<Step> steps) implements Node {
    public Path {
      steps = List.copyOf(steps);
    }
  }

  /** A {@code :value} reference, with its colon. */
  record Value(String reference) implements Node {}

  /** A function call; the name is known to exist in the grammar that produced it. */
  record Call(String function, List<Node> arguments) implements Node {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** A comparison or arithmetic. */
  record Binary(String operator, Node left, Node right) implements Node {}

  record Between(Node value, Node low, Node high) implements Node {}

  record In(Node value, List<Node> options) implements Node {
    public In {
      options = List.copyOf(options);
    }
  }

  record Not(Node term) implements Node {}

  /** Terms of one unparenthesised chain of AND. */
  record And(List<Node> terms) implements Node {
    public And {
      terms = List.copyOf(terms);
    }
  }

  record Or(List<Node> terms) implements Node {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  /** One element of a path. */
  sealed interface Step {}

  /**
   * A map key or attribute.
   *
   * @param text the name, or a {@code #name} reference with its hash
   */
  record Field(String text) implements Step {
    public boolean isReference() {
      return text.charAt(0) == '#';
    }
  }

  /** A list index. */
  record Index(int value) implements Step {}
}
