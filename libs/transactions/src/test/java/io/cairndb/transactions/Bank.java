package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.causality.HybridClock;
import io.cairndb.env.RandomSource;
import io.cairndb.placement.ShardId;
import io.cairndb.transactions.BankShard.Account;
import io.cairndb.transactions.BankShard.Applied;
import io.cairndb.transactions.BankShard.Bug;
import io.cairndb.transactions.BankShard.Change;
import io.cairndb.transactions.Ledger.BeginReply;
import io.cairndb.transactions.Ledger.DecideReply;
import io.cairndb.transactions.Network.Sender;
import io.cairndb.transactions.Participants.EndReply;
import io.cairndb.transactions.Participants.LocalReply;
import io.cairndb.transactions.Participants.PrepareReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Shards of accounts behind a simulated network, the ports to them, and the auditor's checks. */
final class Bank {
  static final int SHARDS = 3;
  static final int ACCOUNTS = 9;
  static final long OPENING_BALANCE = 100;
  static final Duration ABANDONED_AFTER = Duration.ofSeconds(2);

  final Network network;
  final List<BankShard> shards = new ArrayList<>();
  private int nextNode = 1;

  Bank(Network network, @Nullable Bug bug) {
    this.network = network;
    for (int i = 0; i < SHARDS; i++) {
      shards.add(new BankShard(new ShardId(0, i), bug));
    }
    for (int account = 0; account < ACCOUNTS; account++) {
      shard(shardOf(account)).accounts.put(account, new Account(OPENING_BALANCE));
    }
  }

  static ShardId shardOf(int account) {
    return new ShardId(0, account % SHARDS);
  }

  BankShard shard(ShardId id) {
    return shards.get(id.index());
  }

  TransactionCoordinator<Change, Long, String, String> coordinator(Sender sender) {
    HybridClock clock =
        new HybridClock(network.clock, nextNode++, RandomSource.seeded(network.random.nextLong()));
    return new TransactionCoordinator<>(
        clock,
        new Members(sender),
        new Books(sender),
        token -> new ShardId(0, Math.floorMod(token.text().hashCode(), SHARDS)),
        "",
        4,
        network.pauses());
  }

  TransactionRecovery<Change, Long, String, String> recovery(Sender sender) {
    return new TransactionRecovery<>(
        (shard, millis, most) ->
            network.ask(sender, shard, () -> shard(shard).unfinished(millis), List.of()),
        new Members(sender),
        new Books(sender),
        2,
        network.pauses());
  }

  SnapshotReader<Integer, Long, String> reader(Sender sender) {
    return new SnapshotReader<>(
        (shard, names) ->
            network.ask(
                sender,
                shard,
                () -> new SnapshotReader.Reply.Found<Long, String>(shard(shard).read(names)),
                new SnapshotReader.Reply.Unknown<>("timeout")),
        5,
        network.pauses());
  }

  /** One pass of recovery over every shard. */
  void sweep(TransactionRecovery<Change, Long, String, String> recovery) {
    for (BankShard shard : shards) {
      var _ = recovery.sweep(shard.id, network.now(), ABANDONED_AFTER, 100);
    }
  }

  /** Ends all trouble and lets recovery finish what is open; fails when it cannot. */
  void settle() {
    network.lossPercent = 0;
    network.repeatPercent = 0;
    shards.forEach(shard -> network.setDown(shard.id, false));
    TransactionRecovery<Change, Long, String, String> recovery = recovery(new Sender());
    // What is young is left alone at first; ten seconds are the promise.
    for (long end = network.now() + 10_000; network.now() < end; ) {
      sweep(recovery);
      network.runUntil(network.now() + 1_000);
    }
    for (BankShard shard : shards) {
      check(shard.held.isEmpty(), "items are held for ever: " + shard.held.keySet());
      check(shard.ledger.isEmpty(), "records stay for ever: " + shard.ledger.keySet());
      shard.accounts.forEach(
          (name, account) -> check(account.holder == null, "account " + name + " is held"));
    }
  }

  /** Times each request was applied to each of its accounts. */
  Map<Integer, Map<Integer, Integer>> applications() {
    Map<Integer, Map<Integer, Integer>> counts = new LinkedHashMap<>();
    for (BankShard shard : shards) {
      shard.accounts.forEach(
          (name, account) -> {
            for (Applied applied : account.history) {
              counts
                  .computeIfAbsent(applied.request(), ignored -> new HashMap<>())
                  .merge(name, 1, Integer::sum);
            }
          });
    }
    return counts;
  }

  void checkBooks() {
    long sum = 0;
    for (BankShard shard : shards) {
      for (Account account : shard.accounts.values()) {
        sum += account.balance;
        check(account.balance >= 0, "an account is overdrawn");
        for (int i = 0; i < account.history.size(); i++) {
          check(
              account.history.get(i).seen() == i,
              "request " + account.history.get(i) + " did not see what came before it");
        }
      }
    }
    check(sum == ACCOUNTS * OPENING_BALANCE, "the books show " + sum);
    checkOrder();
  }

  /** The orders in which accounts saw the requests must fit into one. */
  private void checkOrder() {
    Map<Integer, List<Integer>> next = new HashMap<>();
    Map<Integer, Integer> before = new LinkedHashMap<>();
    for (BankShard shard : shards) {
      for (Account account : shard.accounts.values()) {
        for (int i = 0; i < account.history.size(); i++) {
          int request = account.history.get(i).request();
          before.merge(request, i == 0 ? 0 : 1, Integer::sum);
          if (i > 0) {
            next.computeIfAbsent(account.history.get(i - 1).request(), k -> new ArrayList<>())
                .add(request);
          }
        }
      }
    }
    List<Integer> ready = new ArrayList<>();
    before.forEach(
        (request, count) -> {
          if (count == 0) {
            ready.add(request);
          }
        });
    int placed = 0;
    while (!ready.isEmpty()) {
      placed++;
      for (int after : next.getOrDefault(ready.removeLast(), List.of())) {
        if (before.merge(after, -1, Integer::sum) == 0) {
          ready.add(after);
        }
      }
    }
    check(placed == before.size(), "no serial order explains what the accounts saw");
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** Participants as one sender reaches them. */
  private final class Members implements Participants<Change, Long, String, String> {
    private final Sender sender;

    Members(Sender sender) {
      this.sender = sender;
    }

    @Override
    public CompletableFuture<LocalReply<Long, String, String>> transactLocally(
        ShardId shard, List<Change> actions, Optional<ClientToken> token) {
      return network.ask(
          sender,
          shard,
          once(() -> shard(shard).transactLocally(actions, token)),
          new LocalReply.Unknown<>("timeout"));
    }

    @Override
    public CompletableFuture<PrepareReply<Long, String, String>> prepare(
        ShardId shard, Hlc transaction, ShardId ledger, List<Change> actions) {
      return network.ask(
          sender,
          shard,
          () -> shard(shard).prepare(transaction, ledger, actions),
          new PrepareReply.Unknown<>("timeout"));
    }

    @Override
    public CompletableFuture<EndReply> end(ShardId shard, Hlc transaction, Decision decision) {
      return network.ask(
          sender,
          shard,
          () -> shard(shard).end(transaction, decision),
          new EndReply.NotYet("timeout"));
    }
  }

  /** A shard knows a repeated local transaction by its request id: done once, answered twice. */
  private static <T> java.util.function.Supplier<T> once(java.util.function.Supplier<T> handler) {
    List<T> answer = new ArrayList<>();
    return () -> {
      if (answer.isEmpty()) {
        answer.add(handler.get());
      }
      return Objects.requireNonNull(answer.getFirst());
    };
  }

  /** Ledgers as one sender reaches them. */
  private final class Books implements Ledger<String> {
    private final Sender sender;

    Books(Sender sender) {
      this.sender = sender;
    }

    @Override
    public CompletableFuture<BeginReply<String>> begin(
        ShardId ledger, Hlc transaction, List<ShardId> participants, Optional<ClientToken> token) {
      return network.ask(
          sender,
          ledger,
          () -> shard(ledger).begin(transaction, participants, token),
          new BeginReply.Unknown<>("timeout"));
    }

    @Override
    public CompletableFuture<DecideReply> decide(
        ShardId ledger, Hlc transaction, Decision proposed) {
      return network.ask(
          sender,
          ledger,
          () -> shard(ledger).decide(transaction, proposed),
          new DecideReply.NotYet("timeout"));
    }

    @Override
    public CompletableFuture<Boolean> forget(ShardId ledger, Hlc transaction) {
      return network.ask(sender, ledger, () -> shard(ledger).forget(transaction), false);
    }
  }
}
