package io.cairndb.expressions.legacy;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.InvalidExpressionException;
import io.cairndb.expressions.KeyPredicates;
import io.cairndb.expressions.KeyPredicates.Operator;
import io.cairndb.expressions.KeyPredicates.Predicate;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.expressions.UpdateAction;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.expressions.UpdateProgram.Dialect;
import io.cairndb.expressions.UpdateValue;
import io.cairndb.expressions.legacy.AttributeUpdate.Action;
import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the older parameters and turns them into what expressions compile to. */
public final class LegacyCompiler {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private LegacyCompiler() {}

  /**
   * Compiles Expected.
   *
   * @param join null means AND
   * @throws InvalidExpressionException when an entry is not valid
   */
  public static Condition expected(
      Map<String, ExpectedAttribute> expected, @Nullable ConditionalOperator join) {
    requireJoinable(join, expected.size());
    List<Condition> terms = new ArrayList<>(expected.size());
    expected.forEach((name, entry) -> terms.add(expected(name, entry)));
    return joined(terms, join);
  }

  /**
   * Compiles QueryFilter or ScanFilter.
   *
   * @param join null means AND
   * @throws InvalidExpressionException when a condition is not valid
   */
  public static Condition filter(
      Map<String, LegacyCondition> filter, @Nullable ConditionalOperator join) {
    requireJoinable(join, filter.size());
    List<Condition> terms = new ArrayList<>(filter.size());
    filter.forEach(
        (name, condition) ->
            terms.add(LegacyConditions.condition(name, condition.operator(), condition.values())));
    return joined(terms, join);
  }

  /**
   * Compiles KeyConditions.
   *
   * @throws InvalidExpressionException when they are not valid for any key
   */
  public static KeyPredicates keyConditions(Map<String, LegacyCondition> conditions) {
    List<Predicate> predicates = new ArrayList<>(conditions.size());
    conditions.forEach(
        (name, condition) -> {
          LegacyConditions.requireValid(condition.operator(), condition.values());
          predicates.add(new Predicate(name, operator(condition.operator()), condition.values()));
        });
    return KeyPredicates.checked(predicates);
  }

  /**
   * Compiles AttributeUpdates.
   *
   * @throws InvalidExpressionException when an entry is not valid
   */
  public static UpdateProgram attributeUpdates(Map<String, AttributeUpdate> updates) {
    List<UpdateAction> actions = new ArrayList<>(updates.size());
    updates.forEach((name, update) -> actions.add(action(name, update)));
    return new UpdateProgram(actions, Dialect.ATTRIBUTE_UPDATES);
  }

  /**
   * Compiles AttributesToGet.
   *
   * @throws InvalidExpressionException when a name occurs twice
   */
  public static ProjectionList attributesToGet(List<String> names) {
    Set<String> seen = new HashSet<>(names.size() * 2);
    List<DocumentPath> paths = new ArrayList<>(names.size());
    for (String name : names) {
      if (!seen.add(name)) {
        throw new InvalidExpressionException(
            INVALID + "Duplicate value in attribute name: " + name);
      }
      paths.add(DocumentPath.ofAttribute(name));
    }
    return new ProjectionList(paths);
  }

  /**
   * ConditionalOperator makes sense only with conditions to join.
   *
   * @param join null when the parameter is absent
   * @param conditions how many entries the filter or Expected has
   * @throws InvalidExpressionException when it is given without need
   */
  public static void requireJoinable(@Nullable ConditionalOperator join, int conditions) {
    if (join == null || conditions > 1) {
      return;
    }
    throw new InvalidExpressionException(
        conditions == 0
            ? "ConditionalOperator cannot be used without Filter or Expected"
            : "ConditionalOperator can only be used when Filter or Expected has two or more"
                + " elements");
  }

  private static Condition joined(List<Condition> terms, @Nullable ConditionalOperator join) {
    if (terms.size() == 1) {
      return terms.getFirst();
    }
    return join == ConditionalOperator.OR ? new Condition.Or(terms) : new Condition.And(terms);
  }

  private static Condition expected(String name, ExpectedAttribute entry) {
    requireConsistent(name, entry);
    ComparisonOperator operator = entry.operator();
    AttributeValue value = entry.value();
    if (operator != null) {
      List<AttributeValue> values = entry.values();
      if (values == null) {
        values = value == null ? List.of() : List.of(value);
      }
      return LegacyConditions.condition(name, operator, values);
    }
    return value == null
        ? new Condition.AttributeNotExists(DocumentPath.ofAttribute(name))
        : LegacyConditions.condition(name, ComparisonOperator.EQ, List.of(value));
  }

  private static void requireConsistent(String name, ExpectedAttribute entry) {
    ComparisonOperator operator = entry.operator();
    boolean value = entry.value() != null;
    boolean values = entry.values() != null;
    String problem = null;
    if (value && values) {
      problem = "Value and AttributeValueList cannot be used together";
    } else if (operator != null) {
      boolean takesNone = operator.takes(0);
      if (entry.exists() != null) {
        problem = "Exists and ComparisonOperator cannot be used together";
      } else if (!takesNone && !value && !values) {
        problem = "Value or AttributeValueList must be used with ComparisonOperator: " + operator;
      }
    } else if (values) {
      problem = "AttributeValueList can only be used with a ComparisonOperator";
    } else if (Boolean.FALSE.equals(entry.exists()) == value) {
      problem =
          value
              ? "Value cannot be used when Exists is false"
              : "Value must be provided when Exists is " + entry.exists();
    }
    if (problem != null) {
      throw new InvalidExpressionException(INVALID + problem + " for Attribute: " + name);
    }
  }

  private static Operator operator(ComparisonOperator operator) {
    return switch (operator) {
      case EQ -> Operator.EQ;
      case LT -> Operator.LT;
      case LE -> Operator.LE;
      case GT -> Operator.GT;
      case GE -> Operator.GE;
      case BETWEEN -> Operator.BETWEEN;
      case BEGINS_WITH -> Operator.BEGINS_WITH;
      case NE, IN, NULL, NOT_NULL, CONTAINS, NOT_CONTAINS -> Operator.NOT_INDEXABLE;
    };
  }

  private static UpdateAction action(String name, AttributeUpdate update) {
    DocumentPath path = DocumentPath.ofAttribute(name);
    AttributeValue value = update.value();
    Action action = update.action() == null ? Action.PUT : update.action();
    if (value == null) {
      if (action != Action.DELETE) {
        throw new InvalidExpressionException(
            INVALID + "Only DELETE action is allowed when no attribute value is specified");
      }
      return new UpdateAction.Remove(path);
    }
    return switch (action) {
      case PUT -> new UpdateAction.Set(path, new UpdateValue.Constant(value));
      case ADD -> {
        if (!isSet(value)
            && !(value instanceof AttributeValue.N)
            && !(value instanceof AttributeValue.L)) {
          throw new InvalidExpressionException(
              INVALID + "ADD action is not supported for the type " + value.typeCode());
        }
        yield new UpdateAction.Add(path, value);
      }
      case DELETE -> {
        if (!isSet(value)) {
          throw new InvalidExpressionException(
              INVALID
                  + "DELETE action with value is not supported for the type "
                  + value.typeCode());
        }
        yield new UpdateAction.Delete(path, value);
      }
    };
  }

  private static boolean isSet(AttributeValue value) {
    return value instanceof AttributeValue.Ss
        || value instanceof AttributeValue.Ns
        || value instanceof AttributeValue.Bs;
  }
}
