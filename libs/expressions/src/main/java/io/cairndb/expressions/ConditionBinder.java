package io.cairndb.expressions;

import io.cairndb.expressions.syntax.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Binds a condition and checks what depends on names and values. Works from left to right, one
 * predicate at a time: first all its references are resolved, then operands are counted, then bound
 * from the inside out, compared with each other, and their types checked.
 */
final class ConditionBinder {
  private final Binding binding;
  private final OperandRules rules;

  ConditionBinder(Binding binding) {
    this.binding = binding;
    this.rules = binding.operandRules();
  }

  Condition bind(Node node) {
    return switch (node) {
      case Node.And and -> new Condition.And(bindAll(and.terms()));
      case Node.Or or -> new Condition.Or(bindAll(or.terms()));
      case Node.Not not -> new Condition.Not(bind(not.term()));
      case Node.Binary comparison -> compare(comparison);
      case Node.Between between -> between(between);
      case Node.In in -> in(in);
      case Node.Call call -> predicate(call);
      case Node.Path path -> throw new IllegalStateException("not a condition: " + path);
      case Node.Value value -> throw new IllegalStateException("not a condition: " + value);
    };
  }

  private List<Condition> bindAll(List<Node> terms) {
    List<Condition> bound = new ArrayList<>(terms.size());
    for (Node term : terms) {
      bound.add(bind(term));
    }
    return bound;
  }

  private Condition compare(Node.Binary node) {
    resolveFirst(node.left(), node.right());
    Operand left = operand(node.left());
    return rules.compare(node.operator(), left, operand(node.right()));
  }

  private Condition between(Node.Between node) {
    resolveFirst(node.value(), node.low(), node.high());
    Operand value = operand(node.value());
    Operand low = operand(node.low());
    Operand high = operand(node.high());
    return rules.between(value, low, high);
  }

  private Condition in(Node.In node) {
    resolveFirst(node.value());
    resolveFirst(node.options().toArray(Node[]::new));
    Operand value = operand(node.value());
    List<Operand> options = operands(node.options());
    rules.requireOptions(value, options);
    return new Condition.In(value, withoutRepeats(options));
  }

  /** An attribute need not be compared twice; values are not worth the comparison here. */
  private static List<Operand> withoutRepeats(List<Operand> options) {
    List<Operand> kept = new ArrayList<>(options.size());
    Set<Operand> seen = new HashSet<>();
    for (Operand option : options) {
      if (option instanceof Operand.Constant || seen.add(option)) {
        kept.add(option);
      }
    }
    return kept;
  }

  private Condition predicate(Node.Call call) {
    String function = call.function();
    boolean unary = function.equals("attribute_exists") || function.equals("attribute_not_exists");
    int due = unary ? 1 : 2;
    List<Operand> operands = operands(call, due);
    Operand first = operands.getFirst();
    if (unary) {
      DocumentPath path = requirePath(function, first);
      return function.equals("attribute_exists")
          ? new Condition.AttributeExists(path)
          : new Condition.AttributeNotExists(path);
    }
    return rules.predicate(function, first, operands.get(1));
  }

  private DocumentPath requirePath(String function, Operand operand) {
    if (operand instanceof Operand.Attribute(DocumentPath path)) {
      return path;
    }
    throw rules.pathRequired(function);
  }

  private List<Operand> operands(Node.Call call, int due) {
    List<Node> arguments = call.arguments();
    resolveFirst(arguments.toArray(Node[]::new));
    if (arguments.size() != due) {
      arguments.forEach(this::resolve);
      throw rules.wrongCount(call.function(), arguments.size());
    }
    return operands(arguments);
  }

  /**
   * References inside nested calls and after them come before any complaint about those calls. The
   * usual operand is no call, and then binding it is enough.
   */
  private void resolveFirst(Node... operands) {
    for (Node operand : operands) {
      if (operand instanceof Node.Call) {
        for (Node each : operands) {
          resolve(each);
        }
        return;
      }
    }
  }

  private void resolve(Node operand) {
    switch (operand) {
      case Node.Path path -> binding.path(path);
      case Node.Value value -> binding.value(value);
      case Node.Call call -> call.arguments().forEach(this::resolve);
      case Node.And other -> throw notAnOperand(other);
      case Node.Or other -> throw notAnOperand(other);
      case Node.Not other -> throw notAnOperand(other);
      case Node.Binary other -> throw notAnOperand(other);
      case Node.Between other -> throw notAnOperand(other);
      case Node.In other -> throw notAnOperand(other);
    }
  }

  private List<Operand> operands(List<Node> nodes) {
    List<Operand> operands = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      operands.add(operand(node));
    }
    return operands;
  }

  private Operand operand(Node node) {
    return switch (node) {
      case Node.Path path -> new Operand.Attribute(binding.path(path));
      case Node.Value value -> new Operand.Constant(binding.value(value));
      case Node.Call call -> size(call);
      case Node.And other -> throw notAnOperand(other);
      case Node.Or other -> throw notAnOperand(other);
      case Node.Not other -> throw notAnOperand(other);
      case Node.Binary other -> throw notAnOperand(other);
      case Node.Between other -> throw notAnOperand(other);
      case Node.In other -> throw notAnOperand(other);
    };
  }

  private static IllegalStateException notAnOperand(Node node) {
    return new IllegalStateException("not an operand: " + node);
  }

  private Operand size(Node.Call call) {
    return rules.size(operands(call, 1).getFirst());
  }
}
