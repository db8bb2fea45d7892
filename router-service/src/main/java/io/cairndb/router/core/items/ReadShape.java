package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.request.Select;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.ProjectionList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Query or Scan reads and keeps, apart from the keys it covers.
 *
 * @param table the table
 * @param index null when the table itself is read
 * @param countOnly whether items are counted and not shown
 * @param fetchFromTable whether entries of a local index are completed from the table
 */
record ReadShape(
    TablePlan table,
    TablePlan.@Nullable IndexPlan index,
    Optional<Condition> filter,
    Optional<ProjectionList> projection,
    boolean countOnly,
    boolean fetchFromTable,
    boolean consistent) {

  /**
   * The parameters of Query and Scan that say what to keep, before the table is known.
   *
   * @param expressionGiven whether {@code projection} came as ProjectionExpression
   */
  record Choice(
      @Nullable String indexName,
      @Nullable Select select,
      Optional<Condition> filter,
      Optional<ProjectionList> projection,
      boolean expressionGiven,
      boolean consistent) {

    /** Refuses combinations that are wrong whatever the table. */
    void requireConsistent() {
      if (select == Select.ALL_PROJECTED_ATTRIBUTES && indexName == null) {
        throw DynamoDbErrors.validation(
            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
      }
      if (select == Select.SPECIFIC_ATTRIBUTES && projection.isEmpty()) {
        throw DynamoDbErrors.validation(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
                + " SPECIFIC_ATTRIBUTES");
      }
      if (projection.isPresent() && select != null && select != Select.SPECIFIC_ATTRIBUTES) {
        throw DynamoDbErrors.validation(
            "Cannot specify the "
                + (expressionGiven ? "ProjectionExpression" : "AttributesToGet")
                + " when choosing to get "
                + (select == Select.COUNT ? "only the Count" : select.name()));
      }
    }

    /** Holds the choice against a table. */
    ReadShape on(TablePlan table) {
      if (indexName == null) {
        return new ReadShape(
            table, null, filter, projection, select == Select.COUNT, false, consistent);
      }
      TablePlan.IndexPlan index = table.indexes().get(indexName);
      if (index == null) {
        throw DynamoDbErrors.validation(
            "The table does not have the specified index: " + indexName);
      }
      if (!index.readable()) {
        throw DynamoDbErrors.validation(
            "Cannot read from backfilling global secondary index: " + indexName);
      }
      if (index.isGlobal() && consistent) {
        throw DynamoDbErrors.validation(
            "Consistent reads are not supported on global secondary indexes");
      }
      return new ReadShape(
          table,
          index,
          filter,
          projection,
          select == Select.COUNT,
          !index.isGlobal() && needsMore(index),
          consistent);
    }

    private boolean needsMore(TablePlan.IndexPlan index) {
      if (index.projected() == null || select == Select.COUNT) {
        return false;
      }
      return select == Select.ALL_ATTRIBUTES || !missing(index).isEmpty();
    }

    private List<String> missing(TablePlan.IndexPlan index) {
      Set<String> projected = index.projected();
      List<String> missing = new ArrayList<>();
      if (projected != null && projection.isPresent()) {
        missing.addAll(projection.get().topLevelNames());
        missing.removeAll(projected);
      }
      return missing;
    }

    /** A global index cannot give what it does not hold. */
    void requireProjected(ReadShape shape) {
      TablePlan.IndexPlan index = shape.index();
      if (index == null || !index.isGlobal() || index.projected() == null) {
        return;
      }
      if (select == Select.ALL_ATTRIBUTES) {
        throw DynamoDbErrors.invalidParameter(
            "Select type ALL_ATTRIBUTES is not supported"
                + " for global secondary index "
                + indexName
                + " because its projection type is not ALL");
      }
      List<String> missing = missing(index);
      if (!missing.isEmpty()) {
        throw DynamoDbErrors.invalidParameter(
            "Global secondary index "
                + indexName
                + " does not project ["
                + String.join(", ", missing)
                + "]");
      }
    }
  }

  /** Attributes of the key that pages are cut by. */
  List<String> pageKeyNames() {
    return index == null ? table.keyNames() : index.keyNames();
  }
}
