package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.request.AttributeValueUpdate;
import io.cairndb.dynamodb.wire.request.ConditionalOperator;
import io.cairndb.dynamodb.wire.request.ExpectedAttributeValue;
import io.cairndb.dynamodb.wire.request.LegacyCondition;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.KeyPredicates;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.expressions.legacy.AttributeUpdate;
import io.cairndb.expressions.legacy.ComparisonOperator;
import io.cairndb.expressions.legacy.ExpectedAttribute;
import io.cairndb.expressions.legacy.LegacyCompiler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles the parameters that expressions replaced; each may be absent. */
final class LegacyParameters {
  private LegacyParameters() {}

  static Optional<Condition> expected(
      @Nullable Map<String, ExpectedAttributeValue> expected, @Nullable ConditionalOperator join) {
    if (expected == null || expected.isEmpty()) {
      LegacyCompiler.requireJoinable(operator(join), 0);
      return Optional.empty();
    }
    Map<String, ExpectedAttribute> entries = new LinkedHashMap<>();
    expected.forEach(
        (name, entry) ->
            entries.put(
                name,
                new ExpectedAttribute(
                    entry.exists(),
                    entry.value(),
                    entry.comparisonOperator() == null
                        ? null
                        : ComparisonOperator.valueOf(entry.comparisonOperator().name()),
                    entry.attributeValueList())));
    return Optional.of(LegacyCompiler.expected(entries, operator(join)));
  }

  static Optional<Condition> filter(
      @Nullable Map<String, LegacyCondition> filter, @Nullable ConditionalOperator join) {
    if (filter == null || filter.isEmpty()) {
      LegacyCompiler.requireJoinable(operator(join), 0);
      return Optional.empty();
    }
    return Optional.of(LegacyCompiler.filter(conditions(filter), operator(join)));
  }

  static KeyPredicates keyConditions(Map<String, LegacyCondition> conditions) {
    return LegacyCompiler.keyConditions(conditions(conditions));
  }

  static UpdateProgram updates(Map<String, AttributeValueUpdate> updates) {
    Map<String, AttributeUpdate> entries = new LinkedHashMap<>();
    updates.forEach(
        (name, update) ->
            entries.put(
                name,
                new AttributeUpdate(
                    update.action() == null
                        ? null
                        : AttributeUpdate.Action.valueOf(update.action().name()),
                    update.value())));
    return LegacyCompiler.attributeUpdates(entries);
  }

  static Optional<ProjectionList> attributesToGet(@Nullable List<String> names) {
    return names == null ? Optional.empty() : Optional.of(LegacyCompiler.attributesToGet(names));
  }

  private static Map<String, io.cairndb.expressions.legacy.LegacyCondition> conditions(
      Map<String, LegacyCondition> given) {
    Map<String, io.cairndb.expressions.legacy.LegacyCondition> conditions = new LinkedHashMap<>();
    given.forEach(
        (name, condition) ->
            conditions.put(
                name,
                new io.cairndb.expressions.legacy.LegacyCondition(
                    ComparisonOperator.valueOf(condition.comparisonOperator().name()),
                    condition.attributeValueList() == null
                        ? List.of()
                        : condition.attributeValueList())));
    return conditions;
  }

  private static io.cairndb.expressions.legacy.@Nullable ConditionalOperator operator(
      @Nullable ConditionalOperator join) {
    return join == null
        ? null
        : io.cairndb.expressions.legacy.ConditionalOperator.valueOf(join.name());
  }
}
