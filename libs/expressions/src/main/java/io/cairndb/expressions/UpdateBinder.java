package io.cairndb.expressions;

import io.cairndb.expressions.UpdateProgram.Dialect;
import io.cairndb.expressions.syntax.Node;
import io.cairndb.expressions.syntax.UpdateNode;
import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds an update and checks it in DynamoDB's order: undefined names and values, overlapping paths,
 * conflicting paths, types of ADD and DELETE, then functions and arithmetic of SET.
 */
final class UpdateBinder {
  private final Binding binding;

  UpdateBinder(Binding binding) {
    this.binding = binding;
  }

  UpdateProgram bind(List<UpdateNode> nodes) {
    List<DocumentPath> paths = new ArrayList<>(nodes.size());
    for (UpdateNode node : nodes) {
      paths.add(binding.path(node.path()));
      resolve(node);
    }
    PathRules.requireDisjoint(binding, paths);
    for (UpdateNode node : nodes) {
      requireFittingType(node);
    }
    List<UpdateAction> actions = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      actions.add(action(paths.get(i), nodes.get(i)));
    }
    return new UpdateProgram(actions, Dialect.EXPRESSION);
  }

  private void resolve(UpdateNode node) {
    switch (node) {
      case UpdateNode.Set set -> resolve(set.value());
      case UpdateNode.Remove ignored -> {}
      case UpdateNode.Add add -> binding.value(add.value());
      case UpdateNode.Delete delete -> binding.value(delete.value());
    }
  }

  /** Meets every reference once, from left to right, before any other rule is checked. */
  private void resolve(Node node) {
    switch (node) {
      case Node.Path path -> binding.path(path);
      case Node.Value value -> binding.value(value);
      case Node.Call call -> call.arguments().forEach(this::resolve);
      case Node.Binary arithmetic -> {
        resolve(arithmetic.left());
        resolve(arithmetic.right());
      }
      case Node.And other -> throw notAValue(other);
      case Node.Or other -> throw notAValue(other);
      case Node.Not other -> throw notAValue(other);
      case Node.Between other -> throw notAValue(other);
      case Node.In other -> throw notAValue(other);
    }
  }

  private void requireFittingType(UpdateNode node) {
    switch (node) {
      case UpdateNode.Add add -> {
        AttributeValue value = binding.value(add.value());
        if (!(value instanceof AttributeValue.N) && !SetAlgebra.isSet(value)) {
          throw wrongActionType("ADD", value);
        }
      }
      case UpdateNode.Delete delete -> {
        AttributeValue value = binding.value(delete.value());
        if (!SetAlgebra.isSet(value)) {
          throw wrongActionType("DELETE", value);
        }
      }
      case UpdateNode.Set ignored -> {}
      case UpdateNode.Remove ignored -> {}
    }
  }

  private InvalidExpressionException wrongActionType(String action, AttributeValue value) {
    return binding.invalid(
        "Incorrect operand type for operator or function; operator: "
            + action
            + ", operand type: "
            + Values.longTypeName(value));
  }

  private UpdateAction action(DocumentPath path, UpdateNode node) {
    return switch (node) {
      case UpdateNode.Set set -> new UpdateAction.Set(path, value(set.value()));
      case UpdateNode.Remove ignored -> new UpdateAction.Remove(path);
      case UpdateNode.Add add -> new UpdateAction.Add(path, binding.value(add.value()));
      case UpdateNode.Delete delete -> new UpdateAction.Delete(path, binding.value(delete.value()));
    };
  }

  private UpdateValue value(Node node) {
    return switch (node) {
      case Node.Path path -> new UpdateValue.Attribute(binding.path(path));
      case Node.Value value -> new UpdateValue.Constant(binding.value(value));
      case Node.Call call -> function(call);
      case Node.Binary arithmetic -> arithmetic(arithmetic);
      case Node.And other -> throw notAValue(other);
      case Node.Or other -> throw notAValue(other);
      case Node.Not other -> throw notAValue(other);
      case Node.Between other -> throw notAValue(other);
      case Node.In other -> throw notAValue(other);
    };
  }

  private UpdateValue arithmetic(Node.Binary node) {
    UpdateValue left = value(node.left());
    UpdateValue right = value(node.right());
    requireNumber(node.operator(), left);
    requireNumber(node.operator(), right);
    return node.operator().equals("+")
        ? new UpdateValue.Plus(left, right)
        : new UpdateValue.Minus(left, right);
  }

  private void requireNumber(String operator, UpdateValue value) {
    if (value instanceof UpdateValue.Constant(AttributeValue constant)
        && !(constant instanceof AttributeValue.N)) {
      throw binding.operandRules().wrongType(operator, constant.typeCode());
    }
  }

  private UpdateValue function(Node.Call call) {
    String function = call.function();
    List<UpdateValue> arguments = new ArrayList<>(2);
    for (Node argument : call.arguments()) {
      arguments.add(value(argument));
    }
    if (arguments.size() != 2) {
      throw binding.operandRules().wrongCount(function, arguments.size());
    }
    UpdateValue first = arguments.getFirst();
    UpdateValue second = arguments.get(1);
    if (function.equals("if_not_exists")) {
      if (first instanceof UpdateValue.Attribute(DocumentPath path)) {
        return new UpdateValue.IfNotExists(path, second);
      }
      throw binding.operandRules().pathRequired(function);
    }
    requireList(function, first);
    requireList(function, second);
    return new UpdateValue.ListAppend(first, second);
  }

  private void requireList(String function, UpdateValue value) {
    if (value instanceof UpdateValue.Constant(AttributeValue constant)
        && !(constant instanceof AttributeValue.L)) {
      throw binding.operandRules().wrongType(function, constant.typeCode());
    }
  }

  private static IllegalStateException notAValue(Node node) {
    return new IllegalStateException("not a value: " + node);
  }
}
