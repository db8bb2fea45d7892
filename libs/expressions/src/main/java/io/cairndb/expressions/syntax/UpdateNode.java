package io.cairndb.expressions.syntax;

/** One unbound action of an update expression. */
public sealed interface UpdateNode {
  Node.Path path();

  record Set(Node.Path path, Node value) implements UpdateNode {}

  record Remove(Node.Path path) implements UpdateNode {}

  record Add(Node.Path path, Node.Value value) implements UpdateNode {}

  record Delete(Node.Path path, Node.Value value) implements UpdateNode {}
}
