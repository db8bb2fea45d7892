package io.cairndb.storage.node;

import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;

/** Knows how far the consumers of a change log are that must see every record. Thread-safe. */
@FunctionalInterface
public interface ChangeConsumers {

  /**
   * A place up to which every global index of {@code table} has applied the changes of {@code
   * source}: {@link ChangePosition#END} when there is no index, {@link ChangePosition#BEGINNING}
   * when it cannot be told. May block for seconds.
   *
   * @param table as the shard knows it that keeps the log
   */
  ChangePosition consumed(TableSchema table, PartitionId source);
}
