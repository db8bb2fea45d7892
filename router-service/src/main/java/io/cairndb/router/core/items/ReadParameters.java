package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.request.ConditionalOperator;
import io.cairndb.dynamodb.wire.request.LegacyCondition;
import io.cairndb.dynamodb.wire.request.QueryRequest;
import io.cairndb.dynamodb.wire.request.ScanRequest;
import io.cairndb.dynamodb.wire.request.Select;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ExpressionKind;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.expressions.Substitutions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of Query and Scan that say what to keep, as given.
 *
 * @param legacyFilter QueryFilter or ScanFilter
 */
record ReadParameters(
    @Nullable String indexName,
    @Nullable Select select,
    @Nullable String projectionExpression,
    @Nullable List<String> attributesToGet,
    @Nullable String filterExpression,
    @Nullable Map<String, LegacyCondition> legacyFilter,
    @Nullable ConditionalOperator conditionalOperator,
    @Nullable Boolean consistentRead) {

  static ReadParameters of(QueryRequest request) {
    return new ReadParameters(
        request.indexName(),
        request.select(),
        request.projectionExpression(),
        request.attributesToGet(),
        request.filterExpression(),
        request.queryFilter(),
        request.conditionalOperator(),
        request.consistentRead());
  }

  static ReadParameters of(ScanRequest request) {
    return new ReadParameters(
        request.indexName(),
        request.select(),
        request.projectionExpression(),
        request.attributesToGet(),
        request.filterExpression(),
        request.scanFilter(),
        request.conditionalOperator(),
        request.consistentRead());
  }

  /** Compiles the projection, then the filter; each from an expression or from what it replaced. */
  ReadShape.Choice compile(ExpressionCompiler compiler, Substitutions substitutions) {
    Optional<ProjectionList> projection =
        projectionExpression == null
            ? LegacyParameters.attributesToGet(attributesToGet)
            : Optional.of(compiler.projection(projectionExpression, substitutions));
    Optional<Condition> filter =
        filterExpression == null
            ? LegacyParameters.filter(legacyFilter, conditionalOperator)
            : Optional.of(
                compiler.condition(ExpressionKind.FILTER, filterExpression, substitutions));
    return new ReadShape.Choice(
        indexName,
        select,
        filter,
        projection,
        projectionExpression != null,
        Boolean.TRUE.equals(consistentRead));
  }
}
