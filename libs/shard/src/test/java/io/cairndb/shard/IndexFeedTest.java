package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.GLOBAL;
import static io.cairndb.shard.ShardFixture.INDEX_PARTITION;
import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.ManualClock;
import io.cairndb.env.RandomSource;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Global indexes: every change applied once, whatever is repeated or lost on the way. */
final class IndexFeedTest {
  private final HeldEngine engine = new HeldEngine();
  private ShardFixture fixture = new ShardFixture(engine);

  @Test
  void changesAtOrBeforeTheCursorAreSkipped() {
    Item entry = item("a", 1, "gsi", "g");
    assertEquals(applied(5), apply(5, mutation(5, entry, true)));
    assertEquals(applied(5), apply(5, mutation(5, entry, false)));
    assertEquals(1, entries());
    // A batch that overlaps what has been applied: only its tail counts.
    assertEquals(
        applied(7),
        apply(7, mutation(4, entry, false), mutation(7, item("b", 1, "gsi", "g"), true)));
    assertEquals(2, entries());
  }

  @Test
  void theLastMutationOfAKeyWinsAndFiguresAgree() {
    Item small = item("a", 1, "gsi", "g");
    Item large = item("a", 1, "gsi", "g", "x", "y");
    apply(3, mutation(1, small, true), mutation(2, small, false), mutation(3, large, true));
    assertEquals(new ShardStatistics.Size(1, large.sizeInBytes()), indexSize());
    apply(4, mutation(4, large, false));
    assertEquals(ShardStatistics.Size.ZERO, indexSize());
  }

  /** The feeder does not know what a crash left of its last command, and sends it again. */
  @Test
  void aCrashBetweenApplyingAndAnsweringAppliesOnce() {
    Item entry = item("a", 1, "gsi", "g");
    apply(1, mutation(1, entry, true));
    apply(2, mutation(2, entry, false));
    fixture = new ShardFixture(engine.crash());
    assertEquals(applied(2), apply(1, mutation(1, entry, true)));
    assertEquals(0, entries());
    assertEquals(
        new ChangePosition(2, 0),
        fixture.shard.changes().indexCursor(INDEX_PARTITION.id(), REF.id()));
  }

  @Test
  void anEntryOutsideItsPartitionIsRefusedWithoutEffect() {
    byte[] foreign = KeyLayout.item(new UUID(1, 1), ShardFixture.key("a", 1));
    CommandResult result =
        apply(1, new IndexMutation(new ChangePosition(1, 0), foreign, item("a", 1)));
    assertInstanceOf(Refusal.Unavailable.class, result);
    assertEquals(0, entries());
  }

  /**
   * The catalog is kept by another node, whose clock may be ahead: records from before an index's
   * identity are not fed to it, so none that it needs may lie there.
   */
  @Test
  void whatFollowsAnIndexLiesBehindItsIdentity() {
    HybridClock ahead =
        new HybridClock(
            new ManualClock(fixture.clock.currentTimeMillis() + 400), 0, RandomSource.seeded(1));
    assertInstanceOf(CommandResult.Done.class, fixture.submit(withIndexOf(ahead, 2)));
    UUID born = ahead.tick().toUuid();
    fixture.submit(put(item("a", 1, "gsi", "g")));
    assertInstanceOf(CommandResult.Done.class, fixture.submit(withIndex(born, 3)));
    fixture.submit(put(item("a", 2, "gsi", "g")));
    ChangePosition last = fixture.shard.changes().tail(REF.id());
    assertTrue(
        last.compareTo(new ChangePosition(born.getMostSignificantBits(), 0)) > 0,
        "the feed would take it for a change from before the index");
  }

  @Test
  void anIndexFromAClockFarAheadIsRefused() {
    HybridClock ahead =
        new HybridClock(
            new ManualClock(fixture.clock.currentTimeMillis() + 10_000), 0, RandomSource.seeded(1));
    assertInstanceOf(Refusal.Unavailable.class, fixture.submit(withIndexOf(ahead, 2)));
    fixture.clock.advance(Duration.ofSeconds(10));
    assertInstanceOf(CommandResult.Done.class, fixture.submit(withIndexOf(ahead, 2)));
  }

  private static Command withIndexOf(HybridClock clock, long version) {
    return withIndex(clock.tick().toUuid(), version);
  }

  private static Command withIndex(UUID id, long version) {
    TableSchema table = ShardFixture.TABLE;
    SecondaryIndex added =
        new SecondaryIndex(id, "added", GLOBAL.scope(), 0, GLOBAL.key(), GLOBAL.projection());
    return new Command.InstallSchema(
        new TableSchema(
            table.tableId(),
            table.groupId(),
            table.name(),
            version,
            table.key(),
            table.localIndexes(),
            List.of(GLOBAL, added),
            table.stream(),
            table.ttlAttribute()),
        List.of());
  }

  @Test
  void backfillShowsEveryItemInOrderWithLiveChanges() {
    for (int i = 0; i < 25; i++) {
      fixture.submit(put(item("p" + i % 4, i, "gsi", "g" + i, "lsi", "l")));
    }
    ChangePosition before = fixture.shard.changes().tail(REF.id());
    byte[] next = null;
    int chunks = 0;
    do {
      CommandResult result =
          fixture.submit(new Command.BackfillChunk(REF, Set.of(GLOBAL.id()), next, 7));
      next = assertInstanceOf(CommandResult.Progress.class, result).next();
      chunks++;
      fixture.submit(put(item("live", chunks, "gsi", "g")));
    } while (next != null);
    List<Item> shown = new ArrayList<>();
    for (var record : fixture.shard.changes().read(REF.id(), before, 100, 1 << 20)) {
      if (record.change().kind() == ChangeRecord.Kind.BACKFILL) {
        assertNull(record.change().oldItem());
        assertEquals(Set.of(GLOBAL.id()), record.change().indexIds());
        shown.add(record.change().newItem());
      }
    }
    long ofOldItems = shown.stream().filter(it -> it.contains("lsi")).distinct().count();
    assertEquals(25, ofOldItems);
  }

  /** A collection's entries of local indexes lie between its items and the next collection. */
  @Test
  void aChunkPassesABoundedNumberOfOtherKeys() {
    for (int i = 0; i < 40; i++) {
      fixture.submit(put(item("a", i, "lsi", "l" + i)));
    }
    byte[] next = null;
    int shown = 0;
    int withoutItems = 0;
    do {
      CommandResult result =
          fixture.submit(new Command.BackfillChunk(REF, Set.of(GLOBAL.id()), next, 1));
      CommandResult.Progress chunk = assertInstanceOf(CommandResult.Progress.class, result);
      next = chunk.next();
      shown += chunk.items();
      withoutItems += chunk.items() == 0 ? 1 : 0;
    } while (next != null);
    assertEquals(40, shown);
    assertTrue(withoutItems > 1, "40 entries are more than one chunk may pass");
  }

  @Test
  void backfillForAnIndexThatIsGoneEnds() {
    assertInstanceOf(
        Refusal.TableGone.class,
        fixture.submit(new Command.BackfillChunk(REF, Set.of(new UUID(0, 1)), null, 7)));
  }

  private CommandResult apply(long upTo, IndexMutation... mutations) {
    return fixture.submit(
        new Command.ApplyIndexChanges(
            PartitionRef.of(INDEX_PARTITION),
            REF.id(),
            new ChangePosition(upTo, 0),
            List.of(mutations)));
  }

  private static CommandResult applied(long upTo) {
    return new CommandResult.IndexApplied(new ChangePosition(upTo, 0));
  }

  private static IndexMutation mutation(long position, Item entry, boolean put) {
    ItemKey indexKey = ItemKey.of(GLOBAL.key(), entry);
    byte[] key = KeyLayout.globalEntry(GLOBAL.id(), indexKey, ItemKey.of(ShardFixture.KEY, entry));
    return new IndexMutation(new ChangePosition(position, 0), key, put ? entry : null);
  }

  private int entries() {
    return (int)
        ((HeldEngine) fixture.engine)
            .keys("main").stream()
                .filter(key -> KeyLayout.groupOf(key).equals(GLOBAL.id()))
                .count();
  }

  private ShardStatistics.Size indexSize() {
    return fixture.shard.statistics().partitions().stream()
        .filter(size -> size.partition().equals(INDEX_PARTITION.id()))
        .findFirst()
        .orElseThrow()
        .size();
  }
}
