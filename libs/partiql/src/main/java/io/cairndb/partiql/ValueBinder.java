package io.cairndb.partiql;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Number38;
import io.cairndb.partiql.Expression.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns literals and parameters into values. */
final class ValueBinder {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private final List<AttributeValue> parameters;

  ValueBinder(List<AttributeValue> parameters) {
    this.parameters = parameters;
  }

  /** The value of an expression that must be a constant. */
  AttributeValue value(Expression expression) {
    return switch (expression) {
      case Expression.Text text -> new AttributeValue.S(text.value());
      case Expression.Numeral numeral -> number(numeral.digits());
      case Expression.Bool bool -> new AttributeValue.Bool(bool.value());
      case Expression.Null ignored -> new AttributeValue.Null();
      case Expression.Parameter parameter -> parameters.get(parameter.ordinal());
      case Expression.ListOf list -> new AttributeValue.L(values(list.elements()));
      case Expression.BagOf bag -> set(bag);
      case Expression.MapOf map -> new AttributeValue.M(map(map.entries()));
      case Expression.Negative(Expression.Numeral numeral, Position ignored) ->
          number("-" + numeral.digits());
      case Expression.Path other -> throw unsupported(PathText.of(other), other);
      case Expression.Missing other -> throw unsupported("MISSING", other);
      case Expression.Call other -> throw unsupported(other.name(), other);
      case Expression.Binary other -> throw unsupported(other.operator(), other);
      case Expression.Negative other -> throw unsupported("-", other);
      case Expression.Not other -> throw unsupported("not", other);
      case Expression.And other -> throw unsupported("and", other);
      case Expression.Or other -> throw unsupported("or", other);
      case Expression.Between other -> throw unsupported("between", other);
      case Expression.In other -> throw unsupported("in", other);
      case Expression.Is other -> throw unsupported("is", other);
    };
  }

  /** Whether the expression has a value of its own, whatever the item. */
  static boolean isConstant(Expression expression) {
    return expression instanceof Expression.Text
        || expression instanceof Expression.Numeral
        || expression instanceof Expression.Bool
        || expression instanceof Expression.Null
        || expression instanceof Expression.Parameter
        || expression instanceof Expression.ListOf
        || expression instanceof Expression.BagOf
        || expression instanceof Expression.MapOf
        || (expression instanceof Expression.Negative negative
            && negative.of() instanceof Expression.Numeral);
  }

  static InvalidStatementException unsupported(String what, Expression where) {
    return new InvalidStatementException(
        "Unsupported data type: " + what + " under key root at " + where.position());
  }

  private List<AttributeValue> values(List<Expression> elements) {
    List<AttributeValue> values = new ArrayList<>(elements.size());
    elements.forEach(element -> values.add(value(element)));
    return values;
  }

  Map<String, AttributeValue> map(List<Entry> entries) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (!(entry.name() instanceof Expression.Text(String name, Position ignored))) {
        throw unsupported(
            entry.name().getClass().getSimpleName().toLowerCase(Locale.ROOT), entry.name());
      }
      map.put(name, value(entry.value()));
    }
    return map;
  }

  private static AttributeValue number(String text) {
    try {
      return new AttributeValue.N(Number38.parse(text));
    } catch (InvalidValueException refused) {
      throw new InvalidStatementException(String.valueOf(refused.getMessage()));
    }
  }

  private AttributeValue set(Expression.BagOf bag) {
    if (bag.elements().isEmpty()) {
      throw new InvalidStatementException("Empty bags are not supported");
    }
    List<AttributeValue> values = values(bag.elements());
    if (values.stream().allMatch(AttributeValue.S.class::isInstance)) {
      Set<String> strings = new LinkedHashSet<>();
      values.forEach(value -> strings.add(((AttributeValue.S) value).value()));
      requireDistinct(strings, bag, ".");
      return new AttributeValue.Ss(strings);
    }
    if (values.stream().allMatch(AttributeValue.N.class::isInstance)) {
      Set<Number38> numbers = new LinkedHashSet<>();
      values.forEach(value -> numbers.add(((AttributeValue.N) value).value()));
      requireDistinct(numbers, bag, "! under root");
      return new AttributeValue.Ns(numbers);
    }
    throw new InvalidStatementException(
        "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags");
  }

  private void requireDistinct(Set<?> distinct, Expression.BagOf bag, String end) {
    if (distinct.size() == bag.elements().size()) {
      return;
    }
    List<String> shown = new ArrayList<>();
    bag.elements().forEach(element -> shown.add(shown(element)));
    throw new InvalidStatementException(
        INVALID + "Input collection " + shown + " contains duplicates" + end);
  }

  /** As written, which numbers are shown as. */
  private String shown(Expression element) {
    return switch (element) {
      case Expression.Numeral numeral -> numeral.digits();
      case Expression.Negative(Expression.Numeral numeral, Position ignored) ->
          "-" + numeral.digits();
      default ->
          switch (value(element)) {
            case AttributeValue.S text -> text.value();
            case AttributeValue.N number -> number.value().toString();
            default -> "";
          };
    };
  }
}
