package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.causality.Hlc;
import io.cairndb.causality.HybridClock;
import io.cairndb.coordinator.core.ShardTransactions;
import io.cairndb.coordinator.core.TransactionUpkeep;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.ShardFormatException;
import io.cairndb.shard.TransactAction;
import io.cairndb.shard.TransactionId;
import io.cairndb.shard.TransactionOutcome;
import io.cairndb.storage.node.LoggingListener;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.StorageNodeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transactions over both shards of a node that lost their coordinator in a power cut. */
class TransactionUpkeepTest {
  private static final long START_MILLIS = 1_800_000_000_000L;
  private static final Path ROOT = Path.of("/data");
  private static final KeySchema KEY =
      new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of());
  private static final TableSchema TABLE =
      new TableSchema(
          new UUID(3, 2),
          new UUID(3, 3),
          "t",
          1,
          KEY,
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());
  private static final List<Partition> HALVES = halves();
  private static final ShardId LEDGER = new ShardId(1, 0);

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final Timer timer = new Timer();
  private ManualClock clock = new ManualClock(START_MILLIS);
  private HybridClock hybrid = new HybridClock(clock, 1, RandomSource.seeded(1));
  private StorageNode node = open();

  TransactionUpkeepTest() throws IOException {
    for (ShardId shard : node.shardIds()) {
      node.administration().install(shard, TABLE, HALVES).join();
    }
  }

  @AfterEach
  void close() throws IOException {
    timer.close();
    node.close();
  }

  private static List<Partition> halves() {
    List<Partition> halves = new ArrayList<>();
    for (TokenRange range : TokenRange.split(2)) {
      int shard = halves.size();
      halves.add(
          new Partition(
              new PartitionId(new UUID(4, shard)),
              TABLE.groupId(),
              range,
              new ShardId(1, shard),
              Epoch.FIRST));
    }
    return halves;
  }

  private StorageNode open() throws IOException {
    hybrid = new HybridClock(clock, 1, RandomSource.seeded(1));
    return StorageNode.open(
        StorageNodeOptions.defaults(ROOT, 1, 2),
        new StorageNode.Environment(
            files,
            clock,
            hybrid,
            new SimulatedWorkers(true),
            World.threads("test"),
            new LoggingListener()));
  }

  private void powerCut() throws IOException {
    files.crash(11);
    node = open();
  }

  private void settle() {
    ShardTransactions messages =
        new ShardTransactions(
            (shard, request) ->
                switch (request) {
                  case Command command -> node.submit(shard, command).thenApply(it -> it);
                  case Read read -> CompletableFuture.completedFuture(node.read(shard, read));
                });
    new TransactionUpkeep(
            node::shardIds, new LocalTransactionRecords(node), hybrid, messages, timer)
        .settleAfterStart();
  }

  private static Item item(String pk) {
    return Item.of(Map.of("pk", new AttributeValue.S(pk)));
  }

  private static Partition home(String pk) {
    long token = ItemKey.of(KEY, item(pk)).token();
    return HALVES.getFirst().range().contains(token) ? HALVES.getFirst() : HALVES.getLast();
  }

  /** The first name from {@code number} on whose home is the partition. */
  private static String nameIn(Partition partition, int number) {
    for (int i = 0; ; i++) {
      String name = "k" + number + "-" + i;
      if (home(name).equals(partition)) {
        return name;
      }
    }
  }

  /** Prepares a transaction whose decision is kept where nobody answers. */
  private void preparedForALostLedger(int number) {
    Hlc stamp = hybrid.tick();
    Partition half = HALVES.getFirst();
    Command prepare =
        new Command.PrepareTransaction(
            new TransactionId(stamp.toUuid()),
            stamp,
            new ShardId(1, 9),
            List.of(putting(half, number)));
    assertInstanceOf(CommandResult.Prepared.class, node.submit(half.home(), prepare).join());
  }

  private static TransactAction putting(Partition half, int number) {
    Item item = item(nameIn(half, number));
    return new TransactAction(
        PartitionRef.of(half),
        TABLE.tableId(),
        ItemKey.of(KEY, item),
        Optional.of(new Mutation.Put(item)),
        Optional.empty(),
        false);
  }

  /** Prepares a transaction that puts one item in each shard. */
  private TransactionId prepared(int number) {
    Hlc stamp = hybrid.tick();
    TransactionId id = new TransactionId(stamp.toUuid());
    node.submit(LEDGER, new Command.BeginTransaction(id, node.shardIds(), Optional.empty())).join();
    for (Partition half : HALVES) {
      Command prepare =
          new Command.PrepareTransaction(id, stamp, LEDGER, List.of(putting(half, number)));
      assertInstanceOf(CommandResult.Prepared.class, node.submit(half.home(), prepare).join());
    }
    return id;
  }

  private @Nullable Item get(String pk) {
    Partition home = home(pk);
    Read get = new Read.GetItem(PartitionRef.of(home), TABLE.tableId(), ItemKey.of(KEY, item(pk)));
    return assertInstanceOf(ReadResult.ItemRead.class, node.read(home.home(), get)).item();
  }

  private int unfinished() {
    int left = 0;
    for (ShardId shard : node.shardIds()) {
      left += node.shard(shard).preparedTransactions().join().size();
    }
    return left;
  }

  @Test
  void whatWasDecidedIsCarriedOutAndWhatWasNotIsUndone() throws IOException {
    TransactionId decided = prepared(1);
    Command commit = new Command.RecordDecision(decided, TransactionOutcome.COMMITTED);
    assertInstanceOf(CommandResult.LedgerState.class, node.submit(LEDGER, commit).join());
    prepared(2);
    powerCut();
    assertEquals(4, unfinished());
    settle();
    assertEquals(0, unfinished());
    for (Partition half : HALVES) {
      assertNotNull(get(nameIn(half, 1)), "decided to commit");
      assertNull(get(nameIn(half, 2)), "never decided");
    }
    assertEquals(List.of(), node.shard(LEDGER).ledgerEntries().join());
  }

  @Test
  void moreThanOnePassTakesAreAllSettled() throws IOException {
    int transactions = TransactionUpkeep.MOST + 20;
    for (int i = 0; i < transactions; i++) {
      prepared(i);
    }
    powerCut();
    assertEquals(2 * transactions, unfinished());
    settle();
    assertEquals(0, unfinished());
  }

  /** The oldest were tried again and again, and no younger one was ever looked at. */
  @Test
  void transactionsThatCannotBeSettledDoNotHoldUpYoungerOnes() {
    for (int i = 0; i < TransactionUpkeep.MOST; i++) {
      preparedForALostLedger(i);
    }
    prepared(TransactionUpkeep.MOST);
    settle();
    assertEquals(TransactionUpkeep.MOST, unfinished());
  }

  /** Else items stayed locked until the wall clock had caught up. */
  @Test
  void aWallClockSetBackHidesNoTransaction() throws IOException {
    prepared(1);
    clock = new ManualClock(START_MILLIS - Duration.ofHours(1).toMillis());
    powerCut();
    settle();
    assertEquals(0, unfinished());
  }

  @Test
  void aDamagedLedgerIsReportedAsSuch() throws IOException {
    node.close();
    Damage.ofLedger(files, ROOT.resolve("shard-0"));
    assertThrows(ShardFormatException.class, this::open);
  }
}
