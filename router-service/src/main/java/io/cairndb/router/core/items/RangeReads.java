package io.cairndb.router.core.items;

import io.cairndb.coordination.Coordinator;
import io.cairndb.coordination.Deadline;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.ReturnConsumedCapacity;
import io.cairndb.dynamodb.wire.response.ConsumedCapacity;
import io.cairndb.dynamodb.wire.response.ItemPageResponse;
import io.cairndb.env.Clock;
import io.cairndb.expressions.KeyCondition;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.KeyEncoder;
import io.cairndb.placement.Partition;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.SortRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads of ranges, for Query, Scan and SELECT. Thread-safe. */
final class RangeReads {
  private final Coordinator<ShardRequest, ShardResponse> shards;
  private final IndexBarrier barrier;
  private final Clock clock;
  private final Duration indexWait;

  RangeReads(ItemPorts ports) {
    this.shards = ports.shards();
    this.barrier = ports.barrier();
    this.clock = ports.clock();
    this.indexWait = ports.indexWait();
  }

  /**
   * How much of a range to read.
   *
   * @param after null starts at the beginning
   */
  record Page(boolean forward, @Nullable Item after, int limit, long maxBytes) {}

  /** What a request makes of the parts that partitions answer with. Confined to the request. */
  interface Parts {
    /** How much of the next partition to read. */
    Page rest(@Nullable Item after);

    /** Adds what was read; whether the request has enough. */
    boolean add(ReadResult.RangePage part);
  }

  /** A page and what it is a page of. */
  record PageOf(ReadShape shape, ReadResult.RangePage page) {}

  /** Completes when a read of {@code shape} sees the writes acknowledged before it. */
  CompletableFuture<Boolean> settled(ReadShape shape) {
    TablePlan.IndexPlan index = shape.index();
    return index == null || !index.isGlobal()
        ? CompletableFuture.completedFuture(true)
        : barrier.await(
            shape.table().tableId(), index.index().id(), Deadline.after(clock, indexWait));
  }

  /** The group whose partitions are read. */
  static UUID groupOf(ReadShape shape) {
    TablePlan.IndexPlan index = shape.index();
    return index != null && index.isGlobal()
        ? index.index().id()
        : shape.table().schema().groupId();
  }

  CompletableFuture<ShardResponse> send(
      ReadShape shape, long token, Read.KeyRange range, Page page) {
    return shards.send(
        new Coordinator.Call<>(
            groupOf(shape), token, partition -> request(shape, partition, range, page)),
        null);
  }

  static Read.RangeRead request(
      ReadShape shape, Partition partition, Read.KeyRange range, Page page) {
    TablePlan.IndexPlan index = shape.index();
    return new Read.RangeRead(
        PartitionRef.of(partition),
        shape.table().tableId(),
        index == null ? Optional.empty() : Optional.of(index.index().id()),
        range,
        page.forward(),
        page.after(),
        page.limit(),
        page.maxBytes(),
        shape.filter(),
        shape.projection(),
        shape.countOnly(),
        shape.fetchFromTable());
  }

  /**
   * Reads {@code tokens} from {@code firstToken} on, partition after partition, until there is
   * enough. Waits for shards, so it belongs on a virtual thread.
   *
   * @param start null starts at the beginning of {@code firstToken}
   */
  void scan(
      ReadShape shape, TokenRange tokens, long firstToken, @Nullable Item start, Parts parts) {
    Item after = start;
    long token = firstToken;
    while (true) {
      // The partition that answered, which a split may have made another than the one asked first.
      AtomicReference<@Nullable Partition> asked = new AtomicReference<>();
      Page rest = parts.rest(after);
      Coordinator.Call<ShardRequest> call =
          new Coordinator.Call<>(
              groupOf(shape),
              token,
              partition -> {
                asked.set(partition);
                return request(shape, partition, new Read.KeyRange.OfTokens(tokens), rest);
              });
      boolean enough = parts.add(pageOf(shards.send(call, null).join()));
      Partition answered = asked.get();
      if (answered == null) {
        throw new IllegalStateException("a page from no partition");
      }
      long last = answered.range().toInclusive();
      if (enough || Long.compareUnsigned(last, tokens.toInclusive()) >= 0) {
        return;
      }
      after = null;
      token = last + 1;
    }
  }

  static ReadResult.RangePage pageOf(ShardResponse response) {
    return switch (response) {
      case ReadResult.RangePage page -> page;
      case Refusal refusal -> throw ShardAnswers.errorOf(refusal);
      case ReadResult.ItemRead other -> throw ItemAccess.unexpected(other);
      case ReadResult.ItemsRead other -> throw ItemAccess.unexpected(other);
      case CommandResult.Outcome other -> throw ItemAccess.unexpected(other);
    };
  }

  /**
   * The answer that shows a page.
   *
   * @param label the table's name as the request has it
   */
  static WireBuffer answer(
      ReadShape shape,
      String label,
      @Nullable ReturnConsumedCapacity wanted,
      ReadResult.RangePage page) {
    ConsumedCapacity capacity =
        Reports.isWanted(wanted)
            ? Reports.capacity(wanted, label, used(shape, page), Reports.Kind.PLAIN)
            : null;
    return new ItemPageResponse(
            shape.countOnly() ? null : page.items(),
            page.count(),
            page.scannedCount(),
            page.lastEvaluatedKey(),
            capacity)
        .toBuffer();
  }

  private static Consumption used(ReadShape shape, ReadResult.RangePage page) {
    return consumption(shape, page.scannedBytes(), page.fetchedBlocks());
  }

  /**
   * What reading cost.
   *
   * @param fetchedBlocks 4 KB blocks read from the table to complete entries of a local index
   */
  static Consumption consumption(ReadShape shape, long scannedBytes, long fetchedBlocks) {
    Consumption used = Consumption.ofReads(shape.table(), shape.consistent());
    TablePlan.IndexPlan index = shape.index();
    return index == null
        ? used.readPage(scannedBytes)
        : used.readIndexPage(index.index(), scannedBytes, fetchedBlocks);
  }

  /** The sort keys a condition covers. */
  static SortRange sortRange(KeyCondition condition) {
    List<AttributeValue> fixed = condition.sortPrefix();
    SortRange range =
        switch (condition.range().orElse(null)) {
          case null -> SortRange.all();
          case KeyCondition.SortRange.Below below -> {
            byte[] bound = KeyEncoder.encode(below.bound());
            yield below.inclusive() ? SortRange.atMost(bound) : SortRange.below(bound);
          }
          case KeyCondition.SortRange.Above above -> {
            byte[] bound = KeyEncoder.encode(above.bound());
            yield above.inclusive() ? SortRange.atLeast(bound) : SortRange.above(bound);
          }
          case KeyCondition.SortRange.Within within ->
              SortRange.between(KeyEncoder.encode(within.low()), KeyEncoder.encode(within.high()));
          case KeyCondition.SortRange.StartingWith start ->
              SortRange.prefix(KeyEncoder.encodePrefix(start.prefix()));
        };
    return fixed.isEmpty() ? range : range.under(KeyEncoder.encode(fixed));
  }
}
