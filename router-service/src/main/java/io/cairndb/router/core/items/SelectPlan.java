package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.expressions.Condition;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyEncoder;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.partiql.BoundStatement;
import io.cairndb.partiql.BoundStatement.Order;
import io.cairndb.router.core.partiql.KeySelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a SELECT reads: as queries of some partitions, one after the other, or as a scan.
 *
 * @param selection empty for a scan
 * @param partitions in the order in which they are read
 * @param forward whether each is read in ascending order
 */
record SelectPlan(
    ReadShape shape,
    SelectColumns columns,
    Optional<KeySelection> selection,
    List<AttributeValue> partitions,
    boolean forward) {
  private static final int PARTITIONS_MAX = 50;

  static SelectPlan of(BoundStatement.Select select, TablePlan table, boolean consistent) {
    String indexName = select.source().index().orElse(null);
    TablePlan.IndexPlan index = indexName == null ? null : index(table, indexName, consistent);
    KeySchema key = index == null ? table.key() : index.index().key();
    SelectColumns columns = new SelectColumns(select.columns());
    Optional<KeySelection> selection = KeySelection.of(key, select.where());
    ReadShape.Choice choice =
        new ReadShape.Choice(
            indexName,
            null,
            selection.map(KeySelection::filter).orElse(select.where()),
            columns.attributes(),
            true,
            consistent);
    ReadShape shape = choice.on(table);
    choice.requireProjected(shape);
    requireOrder(select, key, selection);
    List<AttributeValue> partitions =
        selection.map(found -> partitions(found, key, select.order())).orElse(List.of());
    if (index != null && selection.filter(KeySelection::keyed).isPresent()) {
      requireFilterable(index, shape.filter());
    }
    return new SelectPlan(shape, columns, selection, partitions, isForward(select, key));
  }

  private static TablePlan.IndexPlan index(TablePlan table, String name, boolean consistent) {
    TablePlan.IndexPlan index = table.indexes().get(name);
    if (index == null) {
      throw DynamoDbErrors.validation("The table does not have the specified index");
    }
    if (index.isGlobal() && consistent) {
      throw DynamoDbErrors.validation(
          "Strongly consistent read is not supported on Global Secondary Indexes");
    }
    KeySchema key = index.index().key();
    if (key.partition().size() > 1 || key.sort().size() > 1) {
      throw DynamoDbErrors.validation(
          "PartiQL does not support indexes whose key has several partition or sort attributes");
    }
    return index;
  }

  private static List<AttributeValue> partitions(
      KeySelection selection, KeySchema key, List<Order> order) {
    KeyAttribute attribute = key.partition().getFirst();
    List<AttributeValue> partitions = new ArrayList<>(selection.partitions());
    if (partitions.size() > PARTITIONS_MAX) {
      throw DynamoDbErrors.validation(
          "The IN operator is provided with too many operands; number of operands: "
              + partitions.size());
    }
    for (AttributeValue value : partitions) {
      if (!value.typeCode().equals(attribute.type().name())) {
        throw DynamoDbErrors.invalidParameter(
            "Condition parameter type does not match" + " schema type");
      }
    }
    for (Order term : order) {
      if (term.attribute().equals(attribute.name())) {
        Comparator<AttributeValue> ascending =
            Comparator.comparing(KeyEncoder::encode, Arrays::compareUnsigned);
        partitions.sort(term.ascending() ? ascending : ascending.reversed());
      }
    }
    return partitions;
  }

  private static void requireOrder(
      BoundStatement.Select select, KeySchema key, Optional<KeySelection> selection) {
    if (select.order().isEmpty()) {
      return;
    }
    if (select.where().isEmpty()) {
      throw DynamoDbErrors.validation(
          "Must have WHERE clause in the statement when using ORDER BY clause.");
    }
    List<String> names = key.attributes().stream().map(KeyAttribute::name).toList();
    for (Order term : select.order()) {
      if (!names.contains(term.attribute())) {
        throw DynamoDbErrors.validation(
            "Attribute "
                + term.attribute()
                + " in ORDER BY clause must be part of the primary key");
      }
    }
    KeySelection selected =
        selection.orElseThrow(
            () ->
                DynamoDbErrors.validation(
                    "Must have at least one non-optional hash key condition in WHERE clause when"
                        + " using ORDER BY clause."));
    boolean byPartition =
        select.order().stream().anyMatch(term -> term.attribute().equals(names.getFirst()));
    if (selected.partitions().size() > 1 && !byPartition) {
      throw DynamoDbErrors.validation(
          "Must have hash key in ORDER BY clause when more than one hash key condition specified in"
              + " WHERE clause.");
    }
  }

  /** DynamoDB reads backwards when an order names the partition attribute alone. */
  private static boolean isForward(BoundStatement.Select select, KeySchema key) {
    for (Order term : select.order()) {
      if (key.hasSort() && term.attribute().equals(key.sort().getFirst().name())) {
        return term.ascending();
      }
    }
    return select.order().isEmpty();
  }

  private static void requireFilterable(TablePlan.IndexPlan index, Optional<Condition> filter) {
    Set<String> projected = index.projected();
    if (projected == null || filter.isEmpty()) {
      return;
    }
    // Java's order of a HashSet is what DynamoDB's message shows.
    Set<String> missing = new HashSet<>();
    filter.get().forEachPath(path -> missing.add(path.root()));
    missing.removeIf(projected::contains);
    if (!missing.isEmpty()) {
      throw unprojected(index, missing);
    }
  }

  private static DynamoDbException unprojected(TablePlan.IndexPlan index, Set<String> missing) {
    return DynamoDbErrors.invalidParameter(
        "Secondary index "
            + index.index().name()
            + " does not project one or more filter attributes: ["
            + String.join(", ", missing)
            + "]");
  }

  /** The key of the one item that can be an answer, where that is clear from the key alone. */
  Optional<ItemKey> onlyItem() {
    List<AttributeValue> sort = selection.map(KeySelection::sortPrefix).orElse(List.of());
    boolean one =
        partitions.size() == 1
            && shape.index() == null
            && shape.filter().isEmpty()
            && sort.size() == shape.table().key().sort().size();
    return one
        ? Optional.of(ItemKey.of(KeyEncoder.encode(partitions), KeyEncoder.encode(sort)))
        : Optional.empty();
  }

  /** The partition to read as number {@code range}; null when there is no such. */
  @Nullable AttributeValue partition(int range) {
    return range < partitions.size() ? partitions.get(range) : null;
  }
}
