package io.cairndb.reference.model;

import io.cairndb.reference.model.Expression.Condition;
import io.cairndb.reference.model.Expression.Operand;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Decides whether an item satisfies a condition. */
final class Evaluator {
  private Evaluator() {}

  static boolean matches(Condition condition, Map<String, Value> item) {
    return switch (condition) {
      case Expression.And and -> matches(and.left(), item) && matches(and.right(), item);
      case Expression.Or or -> matches(or.left(), item) || matches(or.right(), item);
      case Expression.Not not -> !matches(not.inner(), item);
      case Expression.Compare compare -> {
        Optional<Value> left = value(compare.left(), item);
        Optional<Value> right = value(compare.right(), item);
        yield compare.operator().equals("<>")
            ? left.isEmpty() || right.isEmpty() || !left.equals(right)
            : left.isPresent()
                && right.isPresent()
                && compare(compare.operator(), left.get(), right.get());
      }
      case Expression.Between between -> {
        Optional<Value> subject = value(between.subject(), item);
        Optional<Value> low = value(between.low(), item);
        Optional<Value> high = value(between.high(), item);
        yield subject.isPresent()
            && low.isPresent()
            && high.isPresent()
            && compare(">=", subject.get(), low.get())
            && compare("<=", subject.get(), high.get());
      }
      case Expression.In in -> {
        Optional<Value> subject = value(in.subject(), item);
        yield subject.isPresent()
            && in.candidates().stream().anyMatch(one -> value(one, item).equals(subject));
      }
      case Expression.Call call -> call(call, item);
    };
  }

  private static boolean call(Expression.Call call, Map<String, Value> item) {
    Optional<Value> first = value(call.arguments().getFirst(), item);
    if (call.function().equals("attribute_not_exists")) {
      return first.isEmpty();
    }
    if (first.isEmpty() || call.function().equals("attribute_exists")) {
      return first.isPresent();
    }
    Optional<Value> second = value(call.arguments().get(1), item);
    return second.isPresent()
        && switch (call.function()) {
          case "attribute_type" -> new Value.Text(first.get().type()).equals(second.get());
          case "begins_with" -> beginsWith(first.get(), second.get());
          default -> contains(first.get(), second.get());
        };
  }

  private static boolean beginsWith(Value whole, Value start) {
    if (whole instanceof Value.Text(String text) && start instanceof Value.Text(String prefix)) {
      return text.startsWith(prefix);
    }
    if (whole instanceof Value.Binary all && start instanceof Value.Binary prefix) {
      byte[] bytes = all.bytes();
      byte[] head = prefix.bytes();
      return bytes.length >= head.length
          && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
    }
    return false;
  }

  private static boolean contains(Value whole, Value part) {
    return switch (whole) {
      case Value.Text(String text) ->
          part instanceof Value.Text(String piece) && text.contains(piece);
      case Value.Binary bytes -> part instanceof Value.Binary piece && containsBytes(bytes, piece);
      case Value.Members members -> members.values().contains(part);
      case Value.Elements elements -> elements.values().contains(part);
      case Value.Num n -> false;
      case Value.Bool b -> false;
      case Value.Nul n -> false;
      case Value.Document d -> false;
    };
  }

  private static boolean containsBytes(Value.Binary whole, Value.Binary part) {
    String text = new String(whole.bytes(), StandardCharsets.ISO_8859_1);
    return text.contains(new String(part.bytes(), StandardCharsets.ISO_8859_1));
  }

  private static boolean compare(String operator, Value left, Value right) {
    if (operator.equals("=")) {
      return left.equals(right);
    }
    boolean ordered =
        left instanceof Value.Text || left instanceof Value.Num || left instanceof Value.Binary;
    if (!ordered || !left.type().equals(right.type())) {
      return false;
    }
    int order = Value.compare(left, right);
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static Optional<Value> value(Operand operand, Map<String, Value> item) {
    return switch (operand) {
      case Expression.ValueOperand(Value value) -> Optional.of(value);
      case Expression.PathOperand(DocumentPath path) -> path.in(item);
      case Expression.SizeOperand(DocumentPath path) -> path.in(item).flatMap(Evaluator::size);
      case Expression.IfNotExists i -> throw new IllegalStateException("only in updates");
      case Expression.ListAppend l -> throw new IllegalStateException("only in updates");
      case Expression.Sum s -> throw new IllegalStateException("only in updates");
    };
  }

  private static Optional<Value> size(Value value) {
    return switch (value) {
      case Value.Text(String text) -> number(text.length());
      case Value.Binary bytes -> number(bytes.bytes().length);
      case Value.Members members -> number(members.values().size());
      case Value.Elements elements -> number(elements.values().size());
      case Value.Document document -> number(document.values().size());
      case Value.Num n -> Optional.empty();
      case Value.Bool b -> Optional.empty();
      case Value.Nul n -> Optional.empty();
    };
  }

  private static Optional<Value> number(int value) {
    return Optional.of(new Value.Num(java.math.BigDecimal.valueOf(value)));
  }
}
