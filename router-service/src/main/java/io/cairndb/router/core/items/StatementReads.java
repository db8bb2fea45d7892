package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.expressions.KeyCondition;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyEncoder;
import io.cairndb.item.TokenHash;
import io.cairndb.placement.TokenRange;
import io.cairndb.router.core.partiql.KeySelection;
import io.cairndb.router.core.partiql.NextToken;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.SortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a SELECT. One item is read where the caller is; what has to wait for several
 * shards does so on a thread of its own. Thread-safe.
 */
final class StatementReads {
  private final ItemAccess items;
  private final RangeReads reads;
  private final Executor blocking;

  StatementReads(ItemPorts ports) {
    this.items = new ItemAccess(ports.shards());
    this.reads = new RangeReads(ports);
    this.blocking = ports.blocking();
  }

  /** A page in the making. Confined to the request. */
  static final class Page {
    private final List<Item> items = new ArrayList<>();
    private final int limit;
    private int scannedCount;
    private long scannedBytes;
    private long fetchedBlocks;
    private @Nullable NextToken next;

    private Page(int limit) {
      this.limit = limit;
    }

    List<Item> items() {
      return items;
    }

    long scannedBytes() {
      return scannedBytes;
    }

    long fetchedBlocks() {
      return fetchedBlocks;
    }

    /** Where to go on; null at the end. */
    @Nullable NextToken next() {
      return next;
    }

    private boolean isFull() {
      return scannedCount >= limit || scannedBytes >= Read.RangeRead.PAGE_BYTES;
    }

    private RangeReads.Page rest(boolean forward, @Nullable Item after) {
      return new RangeReads.Page(
          forward, after, limit - scannedCount, Read.RangeRead.PAGE_BYTES - scannedBytes);
    }

    private Page ofItem(@Nullable Item item, SelectColumns columns) {
      if (item != null) {
        items.add(columns.of(item));
        scannedBytes = item.sizeInBytes();
      }
      return this;
    }

    /** Adds what was read; whether the page ends there. */
    private boolean add(ReadResult.RangePage read, SelectColumns columns, int range) {
      read.items().forEach(item -> items.add(columns.of(item)));
      scannedCount += read.scannedCount();
      scannedBytes += read.scannedBytes();
      fetchedBlocks += read.fetchedBlocks();
      if (read.lastEvaluatedKey() != null) {
        next = new NextToken(range, read.lastEvaluatedKey());
      }
      return next != null;
    }
  }

  /**
   * Reads one page.
   *
   * @throws DynamoDbException ServiceUnavailable while the server shuts down
   */
  CompletableFuture<Page> read(SelectPlan plan, int limit, NextToken from) {
    // An item that fills the page would have to say where the next one begins.
    Optional<ItemKey> only =
        limit > 1 && from.equals(NextToken.START) ? plan.onlyItem() : Optional.empty();
    if (only.isPresent()) {
      return items
          .get(plan.shape().table(), only.get())
          .thenApply(answer -> new Page(limit).ofItem(ItemAccess.itemOf(answer), plan.columns()));
    }
    try {
      return CompletableFuture.supplyAsync(() -> readRanges(plan, limit, from), blocking);
    } catch (RejectedExecutionException closing) {
      throw DynamoDbErrors.serviceUnavailable();
    }
  }

  private Page readRanges(SelectPlan plan, int limit, NextToken from) {
    if (from.after() != null) {
      StartKey.requireShape(plan.shape(), from.after(), plan.selection().isPresent());
    }
    reads.settled(plan.shape()).join();
    Page page = new Page(limit);
    plan.selection()
        .ifPresentOrElse(
            selection -> query(plan, selection, page, from), () -> scan(plan, page, from));
    return page;
  }

  private void query(SelectPlan plan, KeySelection selection, Page page, NextToken from) {
    Item after = from.after();
    for (int range = from.range(); ; range++) {
      AttributeValue partition = plan.partition(range);
      if (partition == null) {
        return;
      }
      if (page.isFull()) {
        page.next = new NextToken(range, null);
        return;
      }
      KeyCondition keys = selection.of(partition);
      byte[] partitionKey = KeyEncoder.encode(keys.partition());
      SortRange sort = RangeReads.sortRange(keys);
      if (after != null) {
        StartKey.requireWithin(plan.shape(), after, partitionKey, sort);
      }
      long token = TokenHash.of(partitionKey);
      Read.KeyRange keyRange = new Read.KeyRange.OfCollection(token, partitionKey, sort);
      ReadResult.RangePage read =
          RangeReads.pageOf(
              reads.send(plan.shape(), token, keyRange, page.rest(plan.forward(), after)).join());
      if (page.add(read, plan.columns(), range)) {
        return;
      }
      after = null;
    }
  }

  private void scan(SelectPlan plan, Page page, NextToken from) {
    Item start = from.after();
    long firstToken =
        start == null
            ? TokenRange.ALL.fromInclusive()
            : StartKey.placeOf(plan.shape(), start).token();
    reads.scan(
        plan.shape(),
        TokenRange.ALL,
        firstToken,
        start,
        new RangeReads.Parts() {
          @Override
          public RangeReads.Page rest(@Nullable Item after) {
            return page.rest(true, after);
          }

          @Override
          public boolean add(ReadResult.RangePage part) {
            return page.add(part, plan.columns(), 0);
          }
        });
  }
}
