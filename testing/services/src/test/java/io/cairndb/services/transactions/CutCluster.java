package io.cairndb.services.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.HybridClock;
import io.cairndb.coordinator.core.DistributedTransactions;
import io.cairndb.coordinator.core.ShardGateway;
import io.cairndb.coordinator.core.ShardTransactions;
import io.cairndb.coordinator.core.TransactionRecords;
import io.cairndb.coordinator.core.TransactionUpkeep;
import io.cairndb.env.ManualClock;
import io.cairndb.env.RandomSource;
import io.cairndb.item.Item;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.CallFailure;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.transact.ItemTransactions;
import io.cairndb.shard.transact.ItemTransactions.ReadOutcome;
import io.cairndb.transactions.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Storage nodes with the accounts, the cores of coordinators, and an auditor who reads all accounts
 * in a transaction after every message: whenever that is answered the sum must be right. Messages
 * take no time and everything happens in one thread, so a run is a function of its cuts.
 */
final class CutCluster {
  /** How long a node that died is away. */
  static final Duration AWAY = Duration.ofSeconds(4);

  /** The promise: by then nothing is left of a transaction whose participants are all there. */
  static final Duration SETTLED_WITHIN = Duration.ofSeconds(10);

  private static final int NODES = Accounts.BEFORE.size() + 1;
  private static final Pauses NONE =
      attempt -> {
        CompletableFuture<Void> over = new CompletableFuture<>();
        over.complete(null);
        return over;
      };

  private final ManualClock clock = new ManualClock(1_800_000_000_000L);
  private final List<MortalNode> nodes = new ArrayList<>();
  private final Accounts accounts;
  private final ItemTransactions auditor;
  private int coordinators;
  private int rightSums;
  private int halvesSeen;

  CutCluster() {
    for (int number = 1; number <= NODES; number++) {
      nodes.add(new MortalNode(number, clock));
    }
    accounts = new Accounts(shards());
    for (int i = 0; i < NODES; i++) {
      ShardId shard = shards().get(i);
      nodes
          .get(i)
          .core()
          .administration()
          .install(shard, Accounts.TABLE, List.of(accounts.home(i)))
          .join();
    }
    for (int account = 0; account < Accounts.BEFORE.size(); account++) {
      open(account);
    }
    auditor = transactions(this::deliver);
  }

  private void open(int account) {
    Command.WriteItem opening =
        new Command.WriteItem(
            PartitionRef.of(accounts.home(account)),
            Accounts.TABLE.tableId(),
            accounts.key(account),
            accounts.putting(account, Accounts.BEFORE.get(account)),
            Optional.empty(),
            false,
            null);
    assertInstanceOf(
        CommandResult.Written.class, deliver(accounts.home(account).home(), opening).join());
  }

  Accounts accounts() {
    return accounts;
  }

  List<ShardId> shards() {
    return nodes.stream().map(MortalNode::shardId).toList();
  }

  MortalNode node(ShardId shard) {
    return nodes.get(shard.node() - 1);
  }

  /** A coordinator that sends its messages that way. */
  ItemTransactions coordinator(CutGateway way) {
    return transactions(way);
  }

  private ItemTransactions transactions(ShardGateway way) {
    return new DistributedTransactions(
        accounts::map, new ShardTransactions(way), shards(), newClock(), NONE);
  }

  /** The recovery of another coordinator, which sends its messages that way. */
  TransactionUpkeep recovery(CutGateway way) {
    return new TransactionUpkeep(this::shards, way, newClock(), new ShardTransactions(way), NONE);
  }

  private HybridClock newClock() {
    int number = 100 + coordinators++;
    return new HybridClock(clock, number, RandomSource.seeded(number));
  }

  void advance(Duration time) {
    clock.advance(time);
  }

  /** What a node answers, or what is known without one: that nothing was sent. */
  CompletableFuture<ShardResponse> deliver(ShardId shard, ShardRequest request) {
    MortalNode node = node(shard);
    return node.isAway()
        ? CompletableFuture.completedFuture(
            new CallFailure(CallFailure.Kind.UNAVAILABLE, true, "away").responseTo(request))
        : node.send(request);
  }

  /** What a sender is told whose connection broke after it had sent. */
  static ShardResponse lost(ShardRequest request) {
    return new CallFailure(CallFailure.Kind.UNAVAILABLE, false, "broken").responseTo(request);
  }

  void losePowerDuring(ShardId shard, ShardRequest request, long seed) {
    if (!node(shard).isAway()) {
      node(shard).losePowerDuring(request, seed);
    }
  }

  CompletableFuture<TransactionRecords.Held> heldBy(ShardId id) {
    var shard = node(id).shard();
    return shard
        .ledgerEntries()
        .thenCombine(shard.preparedTransactions(), TransactionRecords.Held::new);
  }

  /**
   * Reads all accounts in a transaction: when there is an answer, it adds up. Then reads them one
   * by one, and counts when that shows a part of a transfer.
   */
  void observe() {
    if (auditor.read(accounts.all()).join() instanceof ReadOutcome.Snapshot found) {
      long sum = 0;
      for (Optional<Item> item : found.items()) {
        sum += Accounts.balance(item.orElseThrow());
      }
      assertEquals(Accounts.TOTAL, sum, "a serializable read saw a part of a transfer");
      rightSums++;
    }
    if (nobodyIsAway()) {
      List<Long> seen = balances();
      boolean half = !seen.equals(Accounts.BEFORE) && !seen.equals(Accounts.AFTER);
      halvesSeen += half ? 1 : 0;
    }
  }

  boolean nobodyIsAway() {
    return nodes.stream().noneMatch(MortalNode::isAway);
  }

  void comeBack() {
    nodes.forEach(MortalNode::comeBack);
    observe();
  }

  /** Whether nothing is left of transactions, in any shard. */
  boolean isSettled() {
    TransactionRecords.Held nothing = new TransactionRecords.Held(List.of(), List.of());
    return shards().stream().allMatch(shard -> heldBy(shard).join().equals(nothing));
  }

  /** The balances as reads find them that ask for no isolation. */
  List<Long> balances() {
    List<Long> balances = new ArrayList<>();
    for (int account = 0; account < Accounts.BEFORE.size(); account++) {
      Read.GetItem get =
          new Read.GetItem(
              PartitionRef.of(accounts.home(account)),
              Accounts.TABLE.tableId(),
              accounts.key(account));
      ReadResult.ItemRead read =
          assertInstanceOf(
              ReadResult.ItemRead.class, deliver(accounts.home(account).home(), get).join());
      balances.add(Accounts.balance(read.item()));
    }
    return balances;
  }

  /** Serializable reads that were answered, with the right sum. */
  int rightSums() {
    return rightSums;
  }

  /** How often reads without isolation have shown a part of a transfer. */
  int halvesSeen() {
    return halvesSeen;
  }

  /**
   * Nodes are away for their time, then all are back; recovery works all along. Fails when anything
   * is left of a transaction ten seconds later.
   */
  void settle(TransactionUpkeep recovery) {
    pass(recovery, AWAY);
    comeBack();
    pass(recovery, SETTLED_WITHIN);
    assertTrue(isSettled(), "something is left " + SETTLED_WITHIN + " after all are back");
  }

  private void pass(TransactionUpkeep recovery, Duration time) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(time) < 0;
        passed = passed.plus(TransactionUpkeep.INTERVAL)) {
      clock.advance(TransactionUpkeep.INTERVAL);
      recovery.look();
    }
  }
}
