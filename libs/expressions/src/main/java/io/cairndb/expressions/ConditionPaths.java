package io.cairndb.expressions;

import java.util.function.Consumer;

/** Walks the paths of a condition from left to right. */
final class ConditionPaths {
  private ConditionPaths() {}

  static void visit(Condition condition, Consumer<DocumentPath> visitor) {
    switch (condition) {
      case Condition.And and -> and.terms().forEach(term -> visit(term, visitor));
      case Condition.Or or -> or.terms().forEach(term -> visit(term, visitor));
      case Condition.Not not -> visit(not.term(), visitor);
      case Condition.Compare compare -> {
        visit(compare.left(), visitor);
        visit(compare.right(), visitor);
      }
      case Condition.Between between -> {
        visit(between.value(), visitor);
        visit(between.low(), visitor);
        visit(between.high(), visitor);
      }
      case Condition.In in -> {
        visit(in.value(), visitor);
        in.options().forEach(option -> visit(option, visitor));
      }
      case Condition.AttributeExists exists -> visitor.accept(exists.path());
      case Condition.AttributeNotExists absent -> visitor.accept(absent.path());
      case Condition.AttributeTypeIs type -> visit(type.value(), visitor);
      case Condition.BeginsWith begins -> {
        visit(begins.value(), visitor);
        visit(begins.prefix(), visitor);
      }
      case Condition.Contains contains -> {
        visit(contains.value(), visitor);
        visit(contains.element(), visitor);
      }
    }
  }

  static void visit(Operand operand, Consumer<DocumentPath> visitor) {
    switch (operand) {
      case Operand.Attribute attribute -> visitor.accept(attribute.path());
      case Operand.Constant ignored -> {}
      case Operand.Size size -> visit(size.of(), visitor);
    }
  }
}
