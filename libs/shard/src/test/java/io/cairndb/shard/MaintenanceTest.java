package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.GLOBAL;
import static io.cairndb.shard.ShardFixture.INDEX_PARTITION;
import static io.cairndb.shard.ShardFixture.LOCAL;
import static io.cairndb.shard.ShardFixture.PARTITION;
import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.TABLE;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.key;
import static io.cairndb.shard.ShardFixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.storage.engine.FormatVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Work over many keys: done in chunks, picked up after a restart, never in the way of requests. */
final class MaintenanceTest {
  private static final long START_SECONDS = ShardFixture.START_MILLIS / 1000;

  private HeldEngine engine = new HeldEngine();
  private ShardFixture fixture = new ShardFixture(engine);

  @Test
  void aLargeTableIsPurgedByOneDeletion() {
    fill(20);
    fixture.submit(new Command.DropTable(TABLE.tableId()));
    assertEquals(40, engine.keys("main").size());
    fixture.submit(new Command.AdvanceMaintenance(15));
    assertEquals(List.of(), engine.keys("main"));
    finish(new Command.AdvanceMaintenance(15));
    assertEquals(List.of(), engine.keys("ttl"));
    assertEquals(20, engine.keys("changes").size(), "readable for their retention");
  }

  /** In a directory of the first format, which has no deletions of ranges. */
  @Test
  void aDroppedTableIsGoneAtOnceAndPurgedBitByBit() {
    engine = new HeldEngine(FormatVersion.FIRST);
    fixture = new ShardFixture(engine);
    fill(20);
    fixture.submit(new Command.DropTable(TABLE.tableId()));
    assertInstanceOf(Refusal.TableGone.class, fixture.submit(put(item("a", 1))));
    assertEquals(40, engine.keys("main").size());
    fixture.submit(new Command.AdvanceMaintenance(15));
    assertEquals(25, engine.keys("main").size());
    crash();
    assertFalse(fixture.shard.reader().tables().isEmpty(), "the fixture installs it again");
    finish(new Command.AdvanceMaintenance(15));
    assertEquals(List.of(), engine.keys("main"));
    assertEquals(List.of(), engine.keys("ttl"));
    assertEquals(20, engine.keys("changes").size(), "readable for their retention");
  }

  @Test
  void aRemovedIndexIsPurgedAndItsCursorsForgotten() {
    fill(3);
    feedIndex();
    TableSchema without = schema(2, List.of(), Optional.of("ttl"));
    fixture.submit(new Command.InstallSchema(without, List.of(PARTITION)));
    finish(new Command.AdvanceMaintenance(100));
    assertTrue(
        engine.keys("main").stream().noneMatch(key -> KeyLayout.groupOf(key).equals(GLOBAL.id())));
    assertEquals(
        ChangePosition.BEGINNING,
        fixture.shard.changes().indexCursor(INDEX_PARTITION.id(), REF.id()));
    assertEquals(List.of(), fixture.shard.reader().partitionsOf(GLOBAL.id()));
  }

  @Test
  void anOlderSchemaDoesNotReplaceANewerOne() {
    TableSchema newer = schema(5, List.of(GLOBAL), Optional.empty());
    fixture.submit(new Command.InstallSchema(newer, List.of()));
    fixture.submit(new Command.InstallSchema(TABLE, List.of()));
    assertEquals(List.of(newer), fixture.shard.reader().tables());
    crash();
    assertEquals(List.of(newer), fixture.shard.reader().tables());
  }

  @Test
  void enablingTtlIndexesWhatIsThereAndDisablingForgetsIt() {
    fixture.submit(new Command.InstallSchema(schema(2, List.of(), Optional.empty()), List.of()));
    finish(new Command.AdvanceMaintenance(100));
    fill(10);
    assertEquals(0, engine.keys("ttl").size());
    fixture.submit(new Command.InstallSchema(schema(3, List.of(), Optional.of("ttl")), List.of()));
    fixture.submit(put(item("new", 1, "ttl", 7)));
    crash();
    finish(new Command.AdvanceMaintenance(3));
    assertEquals(11, engine.keys("ttl").size());
    fixture.submit(new Command.InstallSchema(schema(4, List.of(), Optional.empty()), List.of()));
    finish(new Command.AdvanceMaintenance(3));
    assertEquals(0, engine.keys("ttl").size());
  }

  @Test
  void dueItemsExpireAndTheirRecordsSayWhy() {
    fixture.submit(put(item("a", 1, "ttl", START_SECONDS - 10)));
    fixture.submit(put(item("a", 2, "ttl", START_SECONDS + 10)));
    fixture.submit(put(item("a", 3, "ttl", START_SECONDS - ExpiryIndex.OLDEST_SECONDS - 1)));
    List<Command.ExpireItem> due = fixture.shard.reader().expired(START_SECONDS, 10);
    assertEquals(1, due.size());
    fixture.submit(due.getFirst());
    assertNull(fixture.get("a", 1));
    assertNotNull(fixture.get("a", 2));
    ChangeRecord last =
        fixture
            .shard
            .changes()
            .read(REF.id(), ChangePosition.BEGINNING, 10, 1 << 20)
            .getLast()
            .change();
    assertEquals(ChangeRecord.Kind.REMOVE, last.kind());
    assertEquals(ChangeRecord.Origin.TTL, last.origin());
  }

  /** The sweeper works from a snapshot; the item may have been given more time since. */
  @Test
  void anItemGivenMoreTimeStays() {
    fixture.submit(put(item("a", 1, "ttl", START_SECONDS - 10)));
    Command.ExpireItem due = fixture.shard.reader().expired(START_SECONDS, 10).getFirst();
    Item later = item("a", 1, "ttl", START_SECONDS + 10);
    fixture.submit(put(later));
    fixture.submit(due);
    assertEquals(later, fixture.get("a", 1));
    assertEquals(List.of(), fixture.shard.reader().expired(START_SECONDS, 10));
  }

  /** A sweep begins where the last one found nothing; an old time may be written afterwards. */
  @Test
  void anItemWrittenWithATimeSweptAlreadyIsFound() {
    fixture.submit(put(item("a", 1, "ttl", START_SECONDS - 10)));
    sweep(START_SECONDS, 1);
    sweep(START_SECONDS, 0);
    fixture.submit(put(item("b", 1, "ttl", START_SECONDS - 1000)));
    fixture.submit(put(item("b", 2, "ttl", START_SECONDS + 5)));
    sweep(START_SECONDS + 1, 1);
    sweep(START_SECONDS + 10, 1);
    sweep(START_SECONDS + 10, 0);
  }

  /** The entry is not in the sweep's view, but made durable before the sweep has ended. */
  @Test
  void anItemThatBecomesDurableDuringASweepIsFoundByTheNext() {
    SweptExpiries swept = new SweptExpiries();
    SweptExpiries.Sweep sweep = swept.begin(TABLE.tableId(), 100);
    swept.durable(TABLE.tableId(), 50);
    sweep.end(100);
    assertEquals(0, swept.begin(TABLE.tableId(), 110).from());
    SweptExpiries.Sweep next = swept.begin(TABLE.tableId(), 110);
    swept.durable(TABLE.tableId(), 110);
    next.end(110);
    assertEquals(110, swept.begin(TABLE.tableId(), 120).from());
    swept.durable(TABLE.tableId(), 70);
    assertEquals(70, swept.begin(TABLE.tableId(), 120).from());
    assertEquals(0, swept.begin(TABLE.tableId(), 90).from(), "the clock has gone back");
  }

  @Test
  void aSweepDoesNotWalkOverWhatTheLastOnesDeleted() {
    for (int i = 0; i < 20; i++) {
      fixture.submit(put(item("a", i, "ttl", START_SECONDS - 100 + i)));
    }
    sweep(START_SECONDS, 20);
    sweep(START_SECONDS, 0);
    engine.lowestSought("ttl");
    sweep(START_SECONDS + 1, 0);
    byte[] sought = engine.lowestSought("ttl");
    assertNotNull(sought);
    assertEquals(START_SECONDS + 1, ExpiryIndex.secondsOf(sought));
  }

  private void sweep(long seconds, int expected) {
    List<Command.ExpireItem> due = fixture.shard.reader().expired(seconds, 100);
    assertEquals(expected, due.size());
    due.forEach(fixture::submit);
  }

  @Test
  void figuresAreExactAfterACrashWhileWritesGoOn() {
    fill(30);
    crash();
    assertFalse(fixture.shard.statistics().exact());
    int round = 0;
    while (!fixture.shard.statistics().exact()) {
      fixture.submit(new Command.AdvanceRecount(4));
      fixture.submit(put(item("p" + round % 5, 100 + round, "lsi", "k")));
      fixture.submit(ShardFixture.delete("p" + round % 5, round));
      round++;
    }
    assertEquals(counted(), fixture.shard.statistics().partitions());
  }

  @Test
  void streamedRecordsStayForTheirRetentionAndOthersUntilConsumed() {
    fill(4);
    ChangePosition streamedEnd = fixture.shard.changes().tail(REF.id());
    fixture.clock.advance(Duration.ofHours(1));
    TableSchema quiet =
        new TableSchema(
            TABLE.tableId(),
            TABLE.groupId(),
            TABLE.name(),
            2,
            TABLE.key(),
            TABLE.localIndexes(),
            TABLE.globalIndexes(),
            Optional.empty(),
            TABLE.ttlAttribute());
    fixture.submit(new Command.InstallSchema(quiet, List.of()));
    fixture.submit(put(item("q", 1)));
    fixture.submit(put(item("q", 2)));
    ChangePosition firstQuiet =
        fixture.shard.changes().read(REF.id(), streamedEnd, 1, 1).getFirst().position();
    assertEquals(0, trim(ChangePosition.BEGINNING, ChangePosition.END));
    assertEquals(0, trim(ChangePosition.END, ChangePosition.BEGINNING));
    assertEquals(5, trim(ChangePosition.atMillis(streamedEnd.millis() + 1), firstQuiet));
    assertEquals(1, fixture.shard.changes().read(REF.id(), ChangePosition.BEGINNING, 9, 9).size());
    assertEquals(1, trim(ChangePosition.BEGINNING, ChangePosition.END));
    assertEquals(Optional.empty(), fixture.shard.changes().oldest(REF.id()));
  }

  /** An entry for every partition there ever was stayed in memory for ever. */
  @Test
  void nothingIsRememberedOfAGonePartitionWithoutRecords() {
    fill(3);
    ChangeFeed feed = assertInstanceOf(ChangeFeed.class, fixture.shard.changes());
    fixture.submit(new Command.DropTable(TABLE.tableId()));
    assertEquals(List.of(REF.id()), feed.partitions());
    assertEquals(Set.of(REF.id()), feed.remembered(), "it still has records");
    assertEquals(3, trim(ChangePosition.END, ChangePosition.END));
    assertEquals(List.of(), feed.partitions());
    assertEquals(ChangePosition.BEGINNING, feed.tail(REF.id()));
    assertEquals(Set.of(), feed.remembered());
  }

  @Test
  void trimmingGoesOnWhereItStopped() {
    fill(10);
    Command.TrimChanges trim =
        new Command.TrimChanges(REF.id(), ChangePosition.END, ChangePosition.END, 4);
    CommandResult.Progress first =
        assertInstanceOf(CommandResult.Progress.class, fixture.submit(trim));
    assertNotNull(first.next());
    assertEquals(10, finish(trim) + first.items());
    assertEquals(List.of(), fixture.shard.changes().partitions());
  }

  private int trim(ChangePosition before, ChangePosition consumed) {
    CommandResult result = fixture.submit(new Command.TrimChanges(REF.id(), before, consumed, 100));
    return assertInstanceOf(CommandResult.Progress.class, result).items();
  }

  private int finish(Command command) {
    int items = 0;
    CommandResult.Progress progress;
    do {
      progress = assertInstanceOf(CommandResult.Progress.class, fixture.submit(command));
      items += progress.items();
    } while (progress.next() != null);
    return items;
  }

  private void crash() {
    engine = engine.crash();
    fixture = new ShardFixture(engine);
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      fixture.submit(put(item("p" + i % 5, i, "lsi", "k" + i, "ttl", START_SECONDS + i)));
    }
  }

  private void feedIndex() {
    Item entry = item("p0", 0, "gsi", "g");
    byte[] key = KeyLayout.globalEntry(GLOBAL.id(), ItemKey.of(GLOBAL.key(), entry), key("p0", 0));
    ChangePosition position = new ChangePosition(1, 0);
    fixture.submit(
        new Command.ApplyIndexChanges(
            PartitionRef.of(INDEX_PARTITION),
            REF.id(),
            position,
            List.of(new IndexMutation(position, key, entry))));
  }

  private static TableSchema schema(
      long version, List<SecondaryIndex> globalIndexes, Optional<String> ttl) {
    return new TableSchema(
        TABLE.tableId(),
        TABLE.groupId(),
        TABLE.name(),
        version,
        TABLE.key(),
        List.of(LOCAL),
        globalIndexes,
        Optional.of(StreamView.KEYS_ONLY),
        ttl);
  }

  /** The figures as a fresh count over what is stored gives them. */
  private List<ShardStatistics.PartitionSize> counted() {
    ShardFixture fresh = new ShardFixture(engine.crash());
    CommandResult.Progress progress;
    do {
      progress = (CommandResult.Progress) fresh.submit(new Command.AdvanceRecount(1000));
    } while (progress.next() != null);
    return fresh.shard.statistics().partitions();
  }
}
