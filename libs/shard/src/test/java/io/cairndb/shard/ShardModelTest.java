package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.GLOBAL;
import static io.cairndb.shard.ShardFixture.INDEX_PARTITION;
import static io.cairndb.shard.ShardFixture.LOCAL;
import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.TABLE;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.Hlc;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.Substitutions;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.placement.TokenRange;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random commands against a shard on the real engine and against a map of items, with crashes.
 * After each step of the run, whatever has been answered must hold; after each crash the shard must
 * hold what was answered, and its indexes, expiries, figures and change log must be what a rebuild
 * from its items gives.
 */
final class ShardModelTest {
  private static final int STEPS = 1500;
  private static final int PARTITION_KEYS = 4;
  private static final int SORT_KEYS = 6;
  private static final UpdateProgram COUNT_UP =
      new ExpressionCompiler()
          .update(
              "ADD n :one", new Substitutions(Map.of(), Map.of(":one", ShardFixture.number(1))));

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final SimulatedWorkers workers = new SimulatedWorkers(true);
  private final ManualClock clock = new ManualClock(ShardFixture.START_MILLIS);
  private final Map<ItemKey, Item> model = new HashMap<>();

  /** Items as the change log, applied record by record, gives them. */
  private final Map<ItemKey, Item> replayed = new HashMap<>();

  private final Map<TransactionId, List<TransactAction>> prepared = new HashMap<>();
  private final Set<ItemKey> locked = new HashSet<>();
  private ChangePosition replayedUpTo = ChangePosition.BEGINNING;
  private RandomSource random = RandomSource.seeded(0);
  private LsmEngine engine;
  private ShardFixture fixture;
  private long transactions;

  ShardModelTest() throws IOException {
    engine = open();
    fixture = fixture();
  }

  @Test
  void randomCommandsAgreeWithAMap() throws IOException {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println(
        "seed " + seed + ": mvn -pl libs/shard test -Dtest=ShardModelTest -Dcairn.seed=" + seed);
    random = RandomSource.seeded(seed);
    for (int step = 0; step < STEPS; step++) {
      step();
      clock.advance(Duration.ofMillis(random.nextInt(50)));
      if (random.nextInt(150) == 0) {
        crash(random.nextLong());
      }
      if (random.nextInt(50) == 0) {
        checkEverything();
      }
    }
    crash(random.nextLong());
    checkEverything();
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> write(new Mutation.Put(randomItem(randomKey())));
      case 3 -> write(new Mutation.Delete());
      case 4, 5 -> write(null);
      case 6 -> transactLocal();
      case 7 -> prepare();
      case 8 -> endOne();
      default -> feedIndex();
    }
  }

  private record Key(String pk, long sk) {}

  private Key randomKey() {
    return new Key("p" + random.nextInt(PARTITION_KEYS), random.nextInt(SORT_KEYS));
  }

  private Item randomItem(Key at) {
    List<Object> more = new ArrayList<>();
    if (random.nextInt(2) == 0) {
      more.addAll(List.of("lsi", "l" + random.nextInt(3)));
    }
    if (random.nextInt(2) == 0) {
      more.addAll(List.of("gsi", "g" + random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      more.addAll(List.of("ttl", 1_900_000_000L + random.nextInt(100)));
    }
    more.addAll(List.of("x", "v".repeat(random.nextInt(200))));
    return item(at.pk(), at.sk(), more.toArray());
  }

  /** Writes {@code mutation}, or an update when null, under a random condition. */
  private void write(@Nullable Mutation mutation) {
    Key at = randomKey();
    ItemKey key = key(at.pk(), at.sk());
    Mutation actual =
        switch (mutation) {
          case Mutation.Put ignored -> new Mutation.Put(randomItem(at));
          case null -> new Mutation.Update(COUNT_UP, item(at.pk(), at.sk()));
          default -> mutation;
        };
    Condition condition =
        switch (random.nextInt(4)) {
          case 0 -> ShardFixture.exists("pk");
          case 1 -> ShardFixture.absent("lsi");
          default -> null;
        };
    Command.WriteItem write = ShardFixture.write(key, actual, condition);
    boolean images = random.nextInt(3) > 0;
    CommandResult result = fixture.submit(images ? write : ShardFixture.blindly(write));
    Item old = model.get(key);
    if (locked.contains(key)) {
      assertEquals(new CommandResult.TransactionConflict(), result);
    } else if (!holds(condition, old)) {
      assertEquals(new CommandResult.ConditionFailed(images ? old : null), result);
    } else {
      CommandResult.Written written = assertInstanceOf(CommandResult.Written.class, result);
      assertEquals(images ? old : null, written.oldItem());
      put(key, expected(actual, old));
      assertEquals(images ? model.get(key) : null, written.newItem());
    }
  }

  private static boolean holds(@Nullable Condition condition, @Nullable Item item) {
    return switch (condition) {
      case null -> true;
      case Condition.AttributeExists ignored -> item != null;
      case Condition.AttributeNotExists ignored -> item == null || !item.contains("lsi");
      default -> throw new IllegalStateException();
    };
  }

  private static @Nullable Item expected(Mutation mutation, @Nullable Item old) {
    return switch (mutation) {
      case Mutation.Put put -> put.item();
      case Mutation.Delete ignored -> null;
      case Mutation.Update update ->
          update.program().apply(old == null ? update.key() : old).item();
    };
  }

  private void put(ItemKey key, @Nullable Item item) {
    if (item == null) {
      model.remove(key);
    } else {
      model.put(key, item);
    }
  }

  private List<TransactAction> randomActions() {
    Map<ItemKey, TransactAction> actions = new HashMap<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Key at = randomKey();
      ItemKey key = key(at.pk(), at.sk());
      Optional<Mutation> mutation =
          switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Mutation.Put(randomItem(at)));
            default -> Optional.of(new Mutation.Delete());
          };
      actions.put(
          key, new TransactAction(REF, TABLE.tableId(), key, mutation, Optional.empty(), false));
    }
    return List.copyOf(actions.values());
  }

  private boolean anyLocked(List<TransactAction> actions) {
    return actions.stream().anyMatch(action -> locked.contains(action.key()));
  }

  private void applyAll(List<TransactAction> actions) {
    for (TransactAction action : actions) {
      action
          .mutation()
          .ifPresent(mutation -> put(action.key(), expected(mutation, model.get(action.key()))));
    }
  }

  private void transactLocal() {
    List<TransactAction> actions = randomActions();
    CommandResult result = fixture.submit(new Command.TransactLocal(actions, Optional.empty()));
    if (anyLocked(actions)) {
      assertInstanceOf(CommandResult.TransactionRefused.class, result);
    } else {
      assertInstanceOf(CommandResult.Transacted.class, result);
      applyAll(actions);
    }
  }

  private void prepare() {
    TransactionId id =
        new TransactionId(new UUID(clock.currentTimeMillis() << 16 | 0x7000, transactions++));
    List<TransactAction> actions = randomActions();
    CommandResult result =
        fixture.submit(new Command.PrepareTransaction(id, Hlc.MIN, ShardFixture.SHARD, actions));
    if (anyLocked(actions)) {
      assertInstanceOf(CommandResult.TransactionRefused.class, result);
    } else {
      assertInstanceOf(CommandResult.Prepared.class, result);
      prepared.put(id, actions);
      actions.forEach(action -> locked.add(action.key()));
    }
  }

  private void endOne() {
    if (prepared.isEmpty()) {
      return;
    }
    Map.Entry<TransactionId, List<TransactAction>> first = prepared.entrySet().iterator().next();
    TransactionId id = first.getKey();
    List<TransactAction> actions = first.getValue();
    prepared.remove(id);
    actions.forEach(action -> locked.remove(action.key()));
    if (random.nextInt(3) == 0) {
      fixture.submit(new Command.AbortTransaction(id));
    } else {
      fixture.submit(new Command.CommitTransaction(id));
      applyAll(actions);
    }
  }

  /** What index-service does, in small: pulls records and applies them, sometimes twice. */
  private void feedIndex() {
    var changes = fixture.shard.changes();
    ChangePosition from = changes.indexCursor(INDEX_PARTITION.id(), REF.id());
    if (random.nextInt(4) == 0) {
      from = ChangePosition.BEGINNING;
    }
    var records = changes.read(REF.id(), from, 1 + random.nextInt(20), 1 << 20);
    if (records.isEmpty()) {
      return;
    }
    List<IndexMutation> mutations = new ArrayList<>();
    for (ChangeRecord.Positioned record : records) {
      Item old = record.change().oldItem();
      Item updated = record.change().newItem();
      if (old != null && old.contains("gsi")) {
        mutations.add(new IndexMutation(record.position(), globalKey(old), null));
      }
      if (updated != null && updated.contains("gsi")) {
        mutations.add(new IndexMutation(record.position(), globalKey(updated), updated));
      }
    }
    CommandResult result =
        fixture.submit(
            new Command.ApplyIndexChanges(
                PartitionRef.of(INDEX_PARTITION),
                REF.id(),
                records.getLast().position(),
                mutations));
    assertInstanceOf(CommandResult.IndexApplied.class, result);
  }

  private static byte[] globalKey(Item item) {
    return KeyLayout.globalEntry(
        GLOBAL.id(), ItemKey.of(GLOBAL.key(), item), ItemKey.of(ShardFixture.KEY, item));
  }

  /** A power cut: what was answered stays; a write on its way may or may not. */
  private void crash(long crashSeed) throws IOException {
    workers.setEager(false);
    Key at = randomKey();
    ItemKey key = key(at.pk(), at.sk());
    Item item = randomItem(at);
    CompletableFuture<CommandResult> unanswered = fixture.submitLater(ShardFixture.put(item));
    boolean conflict = locked.contains(key);
    files.crash(crashSeed);
    workers.setEager(true);
    engine = open();
    fixture = fixture();
    Item found = fixture.get(at.pk(), at.sk());
    if (unanswered.isDone()) {
      conflict |= !(unanswered.join() instanceof CommandResult.Written);
    }
    if (!conflict && found != null && item.equals(found)) {
      model.put(key, item);
    }
    assertEquals(model.get(key), found);
  }

  private LsmEngine open() throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(64 << 10)
            .compaction(CompactionOptions.builder().tableBytes(32 << 10).build())
            .build();
    return LsmEngine.open(files, Path.of("/shard"), options, clock, workers);
  }

  private ShardFixture fixture() {
    return new ShardFixture(engine, clock, ShardOptions.DEFAULT);
  }

  private void checkEverything() {
    Map<ItemKey, Item> stored = new HashMap<>();
    for (Item item : scan(REF, Optional.empty())) {
      stored.put(ItemKey.of(ShardFixture.KEY, item), item);
    }
    assertEquals(model, stored);
    checkLocalIndex();
    checkGlobalIndex();
    checkExpiries();
    checkChangeLog();
    checkFigures();
    int transactionsWaiting = fixture.shard.preparedTransactions().join().size();
    assertEquals(prepared.size(), transactionsWaiting);
  }

  private List<Item> scan(PartitionRef partition, Optional<UUID> index) {
    Read.RangeRead read =
        new Read.RangeRead(
            partition,
            TABLE.tableId(),
            index,
            new Read.KeyRange.OfTokens(TokenRange.ALL),
            true,
            null,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Optional.empty(),
            Optional.empty(),
            false,
            false);
    return assertInstanceOf(ReadResult.RangePage.class, fixture.shard.reader().read(read)).items();
  }

  private void checkLocalIndex() {
    Set<Item> expected = new HashSet<>();
    model
        .values()
        .forEach(item -> IndexEntries.project(TABLE, LOCAL, item).ifPresent(expected::add));
    List<Item> entries = scan(REF, Optional.of(LOCAL.id()));
    assertEquals(expected, new HashSet<>(entries));
    assertEquals(expected.size(), entries.size());
  }

  private void checkGlobalIndex() {
    while (fixture
            .shard
            .changes()
            .indexCursor(INDEX_PARTITION.id(), REF.id())
            .compareTo(fixture.shard.changes().tail(REF.id()))
        < 0) {
      feedIndex();
    }
    Set<Item> expected = new HashSet<>();
    model.values().stream().filter(item -> item.contains("gsi")).forEach(expected::add);
    List<Item> entries = scan(PartitionRef.of(INDEX_PARTITION), Optional.of(GLOBAL.id()));
    assertEquals(expected, new HashSet<>(entries));
    assertEquals(expected.size(), entries.size());
  }

  private void checkExpiries() {
    long expiring = model.values().stream().filter(item -> item.contains("ttl")).count();
    assertEquals(
        expiring, fixture.shard.reader().expired(1_900_000_200L, Integer.MAX_VALUE).size());
  }

  /** Every record starts from the image the one before it left, and the end is the table. */
  private void checkChangeLog() {
    var records =
        fixture.shard.changes().read(REF.id(), replayedUpTo, Integer.MAX_VALUE, Long.MAX_VALUE);
    for (ChangeRecord.Positioned record : records) {
      assertTrue(record.position().compareTo(replayedUpTo) > 0);
      Item old = record.change().oldItem();
      Item updated = record.change().newItem();
      ItemKey key =
          ItemKey.of(ShardFixture.KEY, Objects.requireNonNull(updated == null ? old : updated));
      assertEquals(replayed.get(key), old);
      if (updated == null) {
        replayed.remove(key);
      } else {
        replayed.put(key, updated);
      }
      replayedUpTo = record.position();
    }
    assertEquals(model, replayed);
  }

  private void checkFigures() {
    while (!fixture.shard.statistics().exact()) {
      fixture.submit(new Command.AdvanceRecount(3));
    }
    long bytes = model.values().stream().mapToLong(Item::sizeInBytes).sum();
    assertEquals(
        new ShardStatistics.Size(model.size(), bytes),
        fixture.shard.statistics().partitions().getFirst().size());
  }
}
