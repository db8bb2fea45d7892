package io.cairndb.index.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.index.core.GlobalIndexFeeder.FeedConfiguration;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.Number38;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Stopping, waiting, backing off: the feeder's manners, one at a time. */
final class GlobalIndexFeederTest {
  private static final FeedOptions OPTIONS =
      new FeedOptions(
          10,
          1 << 20,
          4,
          Duration.ofMillis(10),
          Duration.ofMillis(80),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5));

  private final World world = new World(0);
  private final FakeTable table = new FakeTable(world);
  private final SecondaryIndex index = FakeTable.index(1, Projection.Kind.ALL, "g", "r");
  private final List<Long> attempts = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private boolean down;
  private boolean broken;

  private final FakeIndex partitions = new FakeIndex(world);
  private final IndexSink sink =
      new IndexSink() {
        @Override
        public CompletableFuture<CommandResult> apply(
            Partition destination, Command.ApplyIndexChanges changes) {
          attempts.add(world.now());
          if (broken) {
            throw new LinkageError();
          }
          return down
              ? CompletableFuture.completedFuture(new Refusal.Unavailable("down"))
              : partitions.apply(destination, changes);
        }

        @Override
        public CompletableFuture<ChangePosition> cursor(Partition destination, PartitionId source) {
          return partitions.cursor(destination, source);
        }
      };
  private final GlobalIndexFeeder feeder =
      new GlobalIndexFeeder(
          table::topology,
          table,
          sink,
          world.executor(() -> true),
          world.delays(() -> true),
          world.clock,
          new FeedConfiguration(
              OPTIONS,
              new FeedListener() {
                @Override
                public void onRetry(UUID tableId, PartitionId source, int failures, String reason) {
                  reasons.add(reason);
                }
              }));

  GlobalIndexFeederTest() {
    table.atHand = true;
    partitions.atHand = true;
  }

  private void write(String pk) {
    tell(table.write(pk, item(pk, "g")));
  }

  private void tell(PartitionId grown) {
    feeder.onChanges(grown, table.newest(grown));
  }

  private static Item item(String pk, String group) {
    return Item.of(
        Map.of(
            "pk", new AttributeValue.S(pk),
            "g", new AttributeValue.S(group),
            "r", new AttributeValue.N(Number38.of(1))));
  }

  private CompletableFuture<Boolean> await(Duration timeout) {
    return feeder.awaitCaughtUp(FakeTable.TABLE, index.id(), timeout);
  }

  @Test
  void aQueryWaitsForWhatWasAcknowledged() {
    table.addIndex(index);
    feeder.reconcile();
    world.run(1_000);
    assertTrue(await(Duration.ofSeconds(1)).join(), "nothing to wait for");
    write("a");
    CompletableFuture<Boolean> waiting = await(Duration.ofSeconds(1));
    assertFalse(waiting.isDone());
    world.run(500);
    assertTrue(waiting.join());
    assertEquals(FakeIndex.rebuilt(table, index), partitions.of(index));
    assertTrue(await(Duration.ofSeconds(1)).isDone());
  }

  @Test
  void recordsFromBeforeTheIndexAreNotReplayed() {
    write("a");
    world.run(10);
    // Nothing was recorded while the table had neither index nor stream: the log has a gap.
    table.items.put("a", item("a", "elsewhere"));
    SecondaryIndex late =
        new SecondaryIndex(
            new UUID(world.now() << 16 | 0x7000, 0x8000_0000_0000_0001L),
            "late",
            index.scope(),
            0,
            index.key(),
            index.projection());
    table.addIndex(late);
    world.run(10);
    feeder.reconcile();
    tell(table.backfill("a", late.id()));
    world.run(1_000);
    assertEquals(FakeIndex.rebuilt(table, late), partitions.of(late));
  }

  @Test
  void waitingIsBounded() {
    table.addIndex(index);
    feeder.reconcile();
    world.run(100);
    down = true;
    write("a");
    CompletableFuture<Boolean> waiting = await(Duration.ofMillis(300));
    world.run(299);
    assertFalse(waiting.isDone());
    world.run(2);
    assertFalse(waiting.join());
    assertFalse(
        feeder.awaitCaughtUp(new UUID(9, 9), index.id(), Duration.ofSeconds(1)).join(),
        "a table that is not fed");
  }

  @Test
  void failuresAreTriedAgainEverMoreSlowly() {
    table.addIndex(index);
    feeder.reconcile();
    world.run(100);
    down = true;
    write("a");
    world.run(2_000);
    assertTrue(attempts.size() > 8, "it gave up: " + attempts);
    assertTrue(attempts.size() < 40, "it hammers: " + attempts.size());
    long lastPause = attempts.getLast() - attempts.get(attempts.size() - 2);
    assertTrue(lastPause >= 80, "the pause had not grown: " + lastPause);
    assertTrue(feeder.lag(FakeTable.TABLE).toMillis() > 1_500);
    assertFalse(feeder.mustSlowDown(FakeTable.TABLE));
    world.run(4_000);
    assertTrue(feeder.mustSlowDown(FakeTable.TABLE));
    down = false;
    world.run(1_000);
    assertEquals(FakeIndex.rebuilt(table, index), partitions.of(index));
    assertFalse(feeder.mustSlowDown(FakeTable.TABLE));
    assertTrue(feeder.lag(FakeTable.TABLE).isZero());
  }

  @Test
  void anErrorStopsNoFeed() {
    table.addIndex(index);
    feeder.reconcile();
    world.run(100);
    broken = true;
    write("a");
    world.run(500);
    assertTrue(reasons.contains("java.lang.LinkageError"), "what it was is told: " + reasons);
    broken = false;
    world.run(1_000);
    assertEquals(FakeIndex.rebuilt(table, index), partitions.of(index));
  }

  @Test
  void stoppingEndsEvenAPause() {
    table.addIndex(index);
    feeder.reconcile();
    world.run(100);
    down = true;
    write("a");
    world.run(1_000);
    CompletableFuture<Boolean> waiting = await(Duration.ofHours(1));
    CompletableFuture<Void> stopped = feeder.stop();
    world.run(20);
    assertTrue(stopped.isDone());
    assertFalse(waiting.join());
    int before = attempts.size();
    write("b");
    feeder.reconcile();
    world.run(2_000);
    assertEquals(before, attempts.size(), "it went on after it had stopped");
  }

  @Test
  void anIdleFeederRests() {
    table.addIndex(index);
    feeder.reconcile();
    write("a");
    world.run(30_000);
    int before = attempts.size();
    world.run(60_000);
    assertEquals(before, attempts.size());
  }

  @Test
  void anIndexWithoutPartitionsIsWaitedFor() {
    table.indexes.add(index);
    feeder.reconcile();
    write("a");
    world.run(500);
    assertEquals(List.of(), attempts);
    table.indexes.clear();
    table.addIndex(index);
    feeder.reconcile();
    world.run(500);
    assertEquals(FakeIndex.rebuilt(table, index), partitions.of(index));
  }

  @Test
  void unchangedEntriesAreNotWritten() {
    SecondaryIndex keysOnly = FakeTable.index(2, Projection.Kind.KEYS_ONLY, "g", "r");
    table.addIndex(keysOnly);
    feeder.reconcile();
    write("a");
    world.run(500);
    int applied = partitions.applied;
    assertEquals(1, applied);
    write("a");
    world.run(500);
    assertEquals(applied, partitions.applied);
  }

  @Test
  void aSourceThatCannotBeAskedIsNeverCaughtUp() {
    table.atHand = false;
    table.addIndex(index);
    feeder.reconcile();
    world.run(1_000);
    table.away = true;
    CompletableFuture<Boolean> waiting = await(Duration.ofMillis(1_500));
    world.run(1_499);
    assertFalse(waiting.isDone());
    world.run(2);
    assertFalse(waiting.join());
    assertTrue(table.tailsLost > 3, "it gave up asking");
    int asked = table.tailsLost;
    world.run(5_000);
    assertTrue(table.tailsLost <= asked + 2, "it asks for nobody");
  }

  @Test
  void aSourceThatComesBackInTimeIsAskedAgain() {
    table.atHand = false;
    table.addIndex(index);
    feeder.reconcile();
    world.run(1_000);
    table.away = true;
    CompletableFuture<Boolean> waiting = await(Duration.ofSeconds(5));
    world.run(1_000);
    assertFalse(waiting.isDone());
    // Written, and nobody tells the feeder: what is asked for must do.
    table.write("a", item("a", "g"));
    table.away = false;
    world.run(3_000);
    assertTrue(waiting.join());
    assertEquals(FakeIndex.rebuilt(table, index), partitions.of(index));
  }

  @Test
  void oneSourceIsEnoughForWhoeverAsksAboutOne() {
    table.addIndex(index);
    feeder.reconcile();
    world.run(100);
    down = true;
    write("a");
    PartitionId behind = table.partitionOf("a").id();
    for (Partition source : table.partitions.partitionsOf(FakeTable.TABLE)) {
      CompletableFuture<Boolean> waiting =
          feeder.awaitCaughtUp(
              new Scope(FakeTable.TABLE, index.id(), source.id()), Duration.ofSeconds(1));
      assertEquals(!source.id().equals(behind), waiting.isDone());
    }
    assertFalse(
        feeder
            .awaitCaughtUp(
                new Scope(FakeTable.TABLE, index.id(), new PartitionId(new UUID(7, 7))),
                Duration.ofSeconds(1))
            .join(),
        "a partition that is not fed");
  }

  @Test
  void whoLosesInterestIsForgotten() {
    table.addIndex(index);
    feeder.reconcile();
    world.run(100);
    down = true;
    write("a");
    CompletableFuture<Boolean> waiting =
        feeder.awaitCaughtUp(new Scope(FakeTable.TABLE, null, null), Duration.ofHours(1));
    assertFalse(waiting.isDone());
    waiting.cancel(false);
    down = false;
    world.run(1_000);
    assertTrue(waiting.isCancelled());
    assertTrue(feeder.awaitCaughtUp(new Scope(FakeTable.TABLE, null, null), Duration.ZERO).join());
  }

  @Test
  void aLogThatIsAwayDoesNotSlowItsWritersDown() {
    table.atHand = false;
    table.addIndex(index);
    feeder.reconcile();
    world.run(1_000);
    table.away = true;
    write("a");
    world.run(20_000);
    assertTrue(feeder.lag(FakeTable.TABLE).toMillis() > 10_000, "the lag is hidden");
    assertFalse(feeder.mustSlowDown(FakeTable.TABLE));
    table.away = false;
    world.run(4_000);
    assertTrue(feeder.lag(FakeTable.TABLE).isZero());
  }

  @Test
  void anIndexTheCatalogBringsLaterIsWaitedFor() {
    GlobalIndexes indexes = new GlobalIndexes(feeder, world.delays(() -> true));
    Scope scope = new Scope(FakeTable.TABLE, index.id(), null);
    CompletableFuture<Boolean> tooEarly = indexes.awaitCaughtUp(scope, Duration.ofSeconds(10));
    world.run(999);
    assertFalse(tooEarly.isDone());
    world.run(2);
    assertFalse(tooEarly.join());
    CompletableFuture<Boolean> inTime = indexes.awaitCaughtUp(scope, Duration.ofSeconds(10));
    world.run(500);
    table.addIndex(index);
    indexes.catalogChanged();
    table.write("a", item("a", "g"));
    world.run(3_000);
    assertTrue(inTime.join());
    CompletableFuture<Boolean> never =
        indexes.awaitCaughtUp(new Scope(new UUID(9, 9), null, null), Duration.ofSeconds(10));
    var _ = indexes.stop();
    assertFalse(never.join());
  }
}
