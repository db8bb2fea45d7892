package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.response.ItemCollectionMetrics;
import io.cairndb.item.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metrics of the collections that several writes touched, each once. Confined to the request. */
final class CollectionReport {
  private final Map<String, List<ItemCollectionMetrics>> byLabel = new LinkedHashMap<>();

  void add(String label, TablePlan table, Item keyed) {
    ItemCollectionMetrics metrics = Reports.collection(table, keyed);
    if (metrics == null) {
      return;
    }
    List<ItemCollectionMetrics> known = byLabel.computeIfAbsent(label, l -> new ArrayList<>());
    if (!known.contains(metrics)) {
      known.add(metrics);
    }
  }

  /** Null when no table of the request has collections that are measured. */
  @Nullable Map<String, List<ItemCollectionMetrics>> byLabel() {
    return byLabel.isEmpty() ? null : byLabel;
  }
}
