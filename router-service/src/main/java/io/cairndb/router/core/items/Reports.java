package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.request.ReturnConsumedCapacity;
import io.cairndb.dynamodb.wire.request.ReturnItemCollectionMetrics;
import io.cairndb.dynamodb.wire.response.Capacity;
import io.cairndb.dynamodb.wire.response.ConsumedCapacity;
import io.cairndb.dynamodb.wire.response.ItemCollectionMetrics;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.schema.KeyAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of answers that tell what a request used, in the detail asked for. */
final class Reports {
  private static final double COLLECTION_GIGABYTES_MIN = 0;
  private static final double COLLECTION_GIGABYTES_MAX = 1;

  /** What the units of a request in a transaction are, beside units. */
  enum Kind {
    PLAIN,
    READS,
    WRITES
  }

  private Reports() {}

  static boolean isWanted(@Nullable ReturnConsumedCapacity wanted) {
    return wanted != null && wanted != ReturnConsumedCapacity.NONE;
  }

  static boolean isWanted(@Nullable ReturnItemCollectionMetrics wanted) {
    return wanted == ReturnItemCollectionMetrics.SIZE;
  }

  /** Capacity of one table. */
  static ConsumedCapacity capacity(
      @Nullable ReturnConsumedCapacity wanted, String label, Consumption used, Kind kind) {
    boolean detailed = wanted == ReturnConsumedCapacity.INDEXES;
    double total = used.totalUnits();
    return new ConsumedCapacity(
        label,
        total,
        kind == Kind.READS ? total : null,
        kind == Kind.WRITES ? total : null,
        detailed ? units(used.tableUnits(), kind) : null,
        detailed ? units(used.localUnits(), kind) : null,
        detailed ? units(used.globalUnits(), kind) : null);
  }

  /** Capacity of several tables; null when it was not asked for. */
  static @Nullable List<ConsumedCapacity> capacities(
      @Nullable ReturnConsumedCapacity wanted, Map<String, Consumption> byLabel, Kind kind) {
    if (!isWanted(wanted)) {
      return null;
    }
    List<ConsumedCapacity> capacities = new ArrayList<>();
    byLabel.forEach((label, used) -> capacities.add(capacity(wanted, label, used, kind)));
    return capacities;
  }

  private static @Nullable Map<String, Capacity> units(Map<String, Double> used, Kind kind) {
    if (used.isEmpty()) {
      return null;
    }
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    used.forEach((name, units) -> capacities.put(name, units(units, kind)));
    return capacities;
  }

  private static Capacity units(double units, Kind kind) {
    return new Capacity(
        units, kind == Kind.READS ? units : null, kind == Kind.WRITES ? units : null);
  }

  /**
   * Metrics of the collection an item is in; null for tables without local indexes, whose
   * collections are not measured. The size is an estimate by its bounds: collections are not
   * limited here and measuring one would cost a scan of it, so it is that of a small collection.
   *
   * @param keyed has the key attributes
   */
  static @Nullable ItemCollectionMetrics collection(TablePlan plan, Item keyed) {
    if (plan.schema().localIndexes().isEmpty()) {
      return null;
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (KeyAttribute attribute : plan.key().partition()) {
      AttributeValue value = keyed.get(attribute.name());
      if (value != null) {
        key.put(attribute.name(), value);
      }
    }
    return new ItemCollectionMetrics(
        Item.of(key), COLLECTION_GIGABYTES_MIN, COLLECTION_GIGABYTES_MAX);
  }
}
