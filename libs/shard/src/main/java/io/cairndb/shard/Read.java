package io.cairndb.shard;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.placement.TokenRange;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a shard without changing it. */
public sealed interface Read extends ShardRequest {

  /**
   * One item by its key; answered {@link ReadResult.ItemRead}.
   *
   * @param into where a reader in the same process puts the item, which is good until the next read
   *     into it; null for an item to keep. Not sent to other processes
   */
  record GetItem(PartitionRef partition, UUID tableId, ItemKey key, @Nullable ItemBuffer into)
      implements Read {

    /** A read of an item to keep. */
    public GetItem(PartitionRef partition, UUID tableId, ItemKey key) {
      this(partition, tableId, key, null);
    }
  }

  /**
   * Several items at one moment; answered {@link ReadResult.ItemsRead}, in order.
   *
   * @param lookForIntents whether the answer says which items a transaction is about to write, and
   *     versions of absent items; costs a lookup each
   */
  record GetItems(List<GetItem> items, boolean lookForIntents) implements Read {
    public GetItems {
      items = List.copyOf(items);
    }
  }

  /**
   * A page of items in key order; answered {@link ReadResult.RangePage}.
   *
   * @param indexId a local or global index; the partition is then one of the index's own (global)
   *     or of the table (local)
   * @param exclusiveStart the key attributes where the last page ended (of the table and, for an
   *     index, of the index)
   * @param limit most items to look at, before the filter
   * @param maxBytes the page ends with the item that makes the sum of sizes exceed this
   * @param filter drops items from the page, not from the count of those looked at
   * @param countOnly leaves the items out of the page
   * @param fetchFromTable for a local index: whether items are completed from the table
   */
  record RangeRead(
      PartitionRef partition,
      UUID tableId,
      Optional<UUID> indexId,
      KeyRange range,
      boolean forward,
      @Nullable Item exclusiveStart,
      int limit,
      long maxBytes,
      Optional<Condition> filter,
      Optional<ProjectionList> projection,
      boolean countOnly,
      boolean fetchFromTable)
      implements Read {
    /** DynamoDB's page size in bytes. */
    public static final long PAGE_BYTES = 1024 * 1024;

    public RangeRead {
      if (limit <= 0 || maxBytes <= 0) {
        throw new IllegalArgumentException("limit " + limit + ", bytes " + maxBytes);
      }
    }
  }

  /** Which keys a {@link RangeRead} covers. */
  sealed interface KeyRange {

    /**
     * Items of one partition key.
     *
     * @param partitionKey encoded as in {@link ItemKey}
     */
    record OfCollection(long token, byte[] partitionKey, SortRange sort) implements KeyRange {}

    /** Items whose token lies in the range; those outside the partition are left out. */
    record OfTokens(TokenRange tokens) implements KeyRange {}
  }
}
