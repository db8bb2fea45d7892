package io.cairndb.router.core.items;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What requests need to know of a table, worked out once for each version of it. Immutable.
 *
 * @param catalogVersion of the snapshot in which this plan was last found to be current; not the
 *     snapshot itself, which would be kept alive by every table last used while it was the newest
 * @param keyNames attributes of the table's key
 */
record TablePlan(
    long catalogVersion,
    TableDescriptor descriptor,
    TableSchema schema,
    List<String> keyNames,
    Map<String, IndexPlan> indexes) {

  /**
   * What requests need to know of an index.
   *
   * @param readable whether the index can be read now
   * @param keyNames attributes of the index's key and of the table's, each once
   * @param projected attributes an entry may have; null when it has all of the item's
   */
  record IndexPlan(
      SecondaryIndex index,
      boolean readable,
      List<String> keyNames,
      @Nullable Set<String> projected) {

    boolean isGlobal() {
      return index.scope() == SecondaryIndex.Scope.GLOBAL;
    }
  }

  static TablePlan of(Catalog catalog, TableDescriptor descriptor) {
    TableSchema schema = descriptor.schema();
    Map<String, IndexPlan> indexes = new HashMap<>();
    for (SecondaryIndex index : schema.localIndexes()) {
      indexes.put(index.name(), indexPlan(schema, index, true));
    }
    for (GlobalIndex index : descriptor.globalIndexes()) {
      boolean readable = index.status().servesReads() && !index.backfilling();
      indexes.put(index.name(), indexPlan(schema, index.definition(), readable));
    }
    return new TablePlan(
        catalog.version(),
        descriptor,
        schema,
        List.copyOf(names(schema.key())),
        Map.copyOf(indexes));
  }

  private static IndexPlan indexPlan(TableSchema schema, SecondaryIndex index, boolean readable) {
    Set<String> keys = names(index.key());
    keys.addAll(names(schema.key()));
    Set<String> projected = null;
    if (index.projection().kind() != Projection.Kind.ALL) {
      projected = new LinkedHashSet<>(keys);
      projected.addAll(index.projection().nonKeyAttributes());
    }
    return new IndexPlan(index, readable, List.copyOf(keys), projected);
  }

  private static Set<String> names(KeySchema key) {
    Set<String> names = new LinkedHashSet<>();
    key.attributes().forEach(attribute -> names.add(attribute.name()));
    return names;
  }

  TablePlan in(Catalog newer) {
    return new TablePlan(newer.version(), descriptor, schema, keyNames, indexes);
  }

  String name() {
    return schema.name();
  }

  UUID tableId() {
    return schema.tableId();
  }

  KeySchema key() {
    return schema.key();
  }
}
