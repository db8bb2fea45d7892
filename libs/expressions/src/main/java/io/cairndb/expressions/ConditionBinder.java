package io.cairndb.expressions;

import io.cairndb.expressions.syntax.Node;
import io.cairndb.item.AttributeValue;
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
  private static final int IN_OPERANDS_MAX = 100;

  /** In the order in which DynamoDB lists them. */
  private static final String TYPE_CODES = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";

  private static final Set<String> TYPES =
      Set.of("B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M");
  private static final String ANY_TYPE = "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";

  private final Binding binding;

  ConditionBinder(Binding binding) {
    this.binding = binding;
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
    Operand right = operand(node.right());
    requireDistinct(node.operator(), left, right);
    Comparator comparator = Comparator.ofSymbol(node.operator());
    if (comparator.isOrdering()) {
      requireOrdered(node.operator(), left);
      requireOrdered(node.operator(), right);
    }
    return new Condition.Compare(comparator, left, right);
  }

  private Condition between(Node.Between node) {
    resolveFirst(node.value(), node.low(), node.high());
    Operand value = operand(node.value());
    Operand low = operand(node.low());
    Operand high = operand(node.high());
    if (low instanceof Operand.Constant(AttributeValue from)
        && high instanceof Operand.Constant(AttributeValue to)
        && !from.typeCode().equals(to.typeCode())) {
      throw invalidRange("same data type for lower and upper bounds", from, to);
    }
    requireOrdered("BETWEEN", value);
    requireOrdered("BETWEEN", low);
    requireOrdered("BETWEEN", high);
    if (low instanceof Operand.Constant(AttributeValue from)
        && high instanceof Operand.Constant(AttributeValue to)
        && Values.compare(from, to) > 0) {
      throw invalidRange("upper bound to be greater than or equal to lower bound", from, to);
    }
    return new Condition.Between(value, low, high);
  }

  private InvalidExpressionException invalidRange(
      String need, AttributeValue from, AttributeValue to) {
    return binding.invalid(
        "The BETWEEN operator requires "
            + need
            + "; lower bound operand: "
            + Values.describe(from)
            + ", upper bound operand: "
            + Values.describe(to));
  }

  private Condition in(Node.In node) {
    resolveFirst(node.value());
    resolveFirst(node.options().toArray(Node[]::new));
    Operand value = operand(node.value());
    List<Operand> options = operands(node.options());
    if (options.size() > IN_OPERANDS_MAX) {
      throw binding.invalid(
          "The IN operator is provided with too many operands; number of operands: "
              + options.size());
    }
    for (Operand option : options) {
      requireDistinct("IN", value, option);
    }
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
    Operand second = operands.get(1);
    requireDistinct(function, first, second);
    return switch (function) {
      case "attribute_type" -> new Condition.AttributeTypeIs(first, typeCode(second));
      case "begins_with" -> {
        requireStringOrBinary(first);
        requireStringOrBinary(second);
        yield new Condition.BeginsWith(first, second);
      }
      case "contains" -> new Condition.Contains(first, second);
      default -> throw new IllegalStateException("not a predicate: " + function);
    };
  }

  private DocumentPath requirePath(String function, Operand operand) {
    if (operand instanceof Operand.Attribute(DocumentPath path)) {
      return path;
    }
    throw binding.pathRequired(function);
  }

  private String typeCode(Operand operand) {
    return switch (operand) {
      case Operand.Constant(AttributeValue.S(String code)) -> {
        if (!TYPES.contains(code)) {
          throw binding.invalid(
              "Invalid attribute type name found; type: " + code + ", valid types: " + TYPE_CODES);
        }
        yield code;
      }
      case Operand.Constant constant ->
          throw binding.wrongOperandType("attribute_type", constant.value().typeCode());
      case Operand.Size ignored -> throw binding.wrongOperandType("attribute_type", "N");
      case Operand.Attribute ignored -> throw binding.wrongOperandType("attribute_type", ANY_TYPE);
    };
  }

  private void requireStringOrBinary(Operand operand) {
    switch (operand) {
      case Operand.Constant(AttributeValue value) -> {
        if (!(value instanceof AttributeValue.S) && !(value instanceof AttributeValue.B)) {
          throw binding.wrongOperandType("begins_with", value.typeCode());
        }
      }
      case Operand.Size ignored -> throw binding.wrongOperandType("begins_with", "N");
      case Operand.Attribute ignored -> {}
    }
  }

  private void requireOrdered(String operator, Operand operand) {
    if (operand instanceof Operand.Constant(AttributeValue value) && !Values.isOrdered(value)) {
      throw binding.wrongOperandType(operator, value.typeCode());
    }
  }

  private void requireDistinct(String operator, Operand first, Operand other) {
    if (first instanceof Operand.Attribute(DocumentPath path) && first.equals(other)) {
      throw binding.invalid(
          "The first operand must be distinct from the remaining operands for this operator or"
              + " function; operator: "
              + operator
              + ", first operand: "
              + path);
    }
  }

  private List<Operand> operands(Node.Call call, int due) {
    List<Node> arguments = call.arguments();
    resolveFirst(arguments.toArray(Node[]::new));
    if (arguments.size() != due) {
      arguments.forEach(this::resolve);
      throw binding.wrongOperandCount(call.function(), arguments.size());
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
    Operand of = operands(call, 1).getFirst();
    if (of instanceof Operand.Size) {
      throw binding.wrongOperandType("size", "N");
    }
    if (of instanceof Operand.Constant(AttributeValue value) && Values.size(value) == null) {
      throw binding.wrongOperandType("size", value.typeCode());
    }
    return new Operand.Size(of);
  }
}
