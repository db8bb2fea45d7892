package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answer to a {@link Read}; rests on durable state. */
public sealed interface ReadResult extends ShardResponse permits Refusal, ReadResult.Answer {

  /** The answers of reads that were done. */
  sealed interface Answer extends ReadResult {}

  /**
   * One item.
   *
   * @param item null when there is none
   * @param version timestamp of its last write. When there is no item: a timestamp not older than
   *     its last removal, if the request looked for transactions and no removal was just becoming
   *     durable, else null, unknown. So an item found absent twice with the same version, not null,
   *     was absent all the time
   * @param writePending whether a transaction in progress is going to write it; false unless the
   *     request looked for it
   */
  record ItemRead(@Nullable Item item, @Nullable Hlc version, boolean writePending)
      implements Answer {}

  /** Items in the order asked for, all as of one moment. */
  record ItemsRead(List<ItemRead> items) implements Answer {
    public ItemsRead {
      items = List.copyOf(items);
    }
  }

  /**
   * Part of a range.
   *
   * @param items those that passed the filter, projected; empty when only counted
   * @param count those that passed the filter
   * @param scannedCount those looked at
   * @param scannedBytes DynamoDB sizes of those looked at
   * @param fetchedBlocks 4 KB blocks, rounded up for each item, read from the table to complete
   *     local index entries
   * @param lastEvaluatedKey where to go on: the page ended before the range was known to be
   *     exhausted; null when it is
   */
  record RangePage(
      List<Item> items,
      int count,
      int scannedCount,
      long scannedBytes,
      long fetchedBlocks,
      @Nullable Item lastEvaluatedKey)
      implements Answer {}
}
