package io.cairndb.transactions;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.transactions.BankShard.Bug;
import io.cairndb.transactions.BankShard.Change;
import io.cairndb.transactions.Network.Sender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients move money while messages are lost, repeated and late and coordinators and shards stop.
 * Whatever happens: a transfer is applied in full or not at all, once, as its client was told; some
 * serial order explains it; a snapshot adds up; everything is settled ten seconds after the
 * trouble.
 */
final class TransactionSimTest {
  private static final int SEEDS = 200;
  private static final int REQUESTS = 60;

  /** A client's request and all it was told about it. */
  private static final class Request {
    final int number;
    final List<Routed<Change>> actions;
    final Optional<ClientToken> token;
    final List<WriteResult<Long, String, String>> results = new ArrayList<>();
    int asked;

    Request(int number, List<Routed<Change>> actions, Optional<ClientToken> token) {
      this.number = number;
      this.actions = actions;
      this.token = token;
    }
  }

  /** What the seeds together have met; a simulation without trouble proves nothing. */
  private static final class Marks {
    final Map<String, Integer> counts = new HashMap<>();

    void add(String mark, long count) {
      counts.merge(mark, Math.toIntExact(count), Integer::sum);
    }
  }

  /** One run. */
  private static final class Run {
    final Network network;
    final Bank bank;
    final Marks marks;
    final List<Request> requests = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    Sender sender = new Sender();
    TransactionCoordinator<Change, Long, String, String> coordinator;
    Sender recoverySender = new Sender();
    TransactionRecovery<Change, Long, String, String> recovery;

    Run(long seed, @Nullable Bug bug, Marks marks) {
      network = new Network(seed);
      bank = new Bank(network, bug);
      this.marks = marks;
      coordinator = bank.coordinator(sender);
      recovery = bank.recovery(recoverySender);
      network.lossPercent = network.random.nextInt(12);
      network.repeatPercent = network.random.nextInt(30);
      network.maxDelayMillis = 1 + network.random.nextInt(60);
    }

    void run() {
      for (int i = 0; i < REQUESTS; i++) {
        network.later(network.random.nextInt(8_000), this::newRequest);
      }
      for (int millis = 0; millis < 9_000; millis += 500) {
        network.later(millis + network.random.nextInt(400), () -> bank.sweep(recovery));
        network.later(millis + network.random.nextInt(400), this::audit);
        network.later(millis + network.random.nextInt(400), this::trouble);
      }
      network.runUntil(network.now() + 10_000);
      bank.settle();
      bank.checkBooks();
      checkResults();
      marks.add("lost", network.lost);
      marks.add("repeated", network.repeated);
      marks.add("missed by a stopped shard", network.missedByCrash);
    }

    private void trouble() {
      switch (network.random.nextInt(4)) {
        case 0 -> {
          // The coordinator stops in the middle of whatever comes, and another takes its place.
          sender.crashAtStep = sender.steps + network.random.nextInt(12);
          network.later(300, this::replaceCoordinator);
        }
        case 1 -> {
          var shard = bank.shards.get(network.random.nextInt(Bank.SHARDS)).id;
          network.setDown(shard, true);
          network.later(network.random.nextInt(1_500), () -> network.setDown(shard, false));
        }
        case 2 -> {
          recoverySender.crashAtStep = recoverySender.steps + network.random.nextInt(8);
          network.later(700, this::replaceRecovery);
        }
        default -> marks.add("quiet", 1);
      }
    }

    private void replaceCoordinator() {
      if (sender.crashed) {
        marks.add("coordinator stopped", 1);
        sender = new Sender();
        coordinator = bank.coordinator(sender);
      }
    }

    private void replaceRecovery() {
      if (recoverySender.crashed) {
        marks.add("recovery stopped", 1);
        recoverySender = new Sender();
        recovery = bank.recovery(recoverySender);
      }
    }

    private void newRequest() {
      int number = requests.size();
      List<Routed<Change>> actions = new ArrayList<>();
      int size = 2 + network.random.nextInt(3);
      boolean oneShard = network.random.nextInt(5) == 0;
      int account = network.random.nextInt(Bank.ACCOUNTS);
      long amount = 1L + network.random.nextInt(60);
      for (int i = 0; i < size && i * Bank.SHARDS < Bank.ACCOUNTS * (oneShard ? 1 : 3); i++) {
        // From the first to the second; the others are only checked.
        long delta = i == 0 ? -amount : i == 1 ? amount : 0;
        long atLeast = i == 0 ? amount : i == 1 ? 0 : network.random.nextInt(60);
        actions.add(
            new Routed<>(Bank.shardOf(account), new Change(number, account, delta, atLeast)));
        account = (account + (oneShard ? Bank.SHARDS : 1)) % Bank.ACCOUNTS;
      }
      Optional<ClientToken> token =
          network.random.nextBoolean()
              ? Optional.of(new ClientToken("token" + number, new UUID(0, number)))
              : Optional.empty();
      Request request = new Request(number, actions, token);
      requests.add(request);
      ask(request);
    }

    private void ask(Request request) {
      request.asked++;
      var _ =
          coordinator
              .write(request.actions, request.token)
              .thenAccept(
                  result -> {
                    request.results.add(result);
                    marks.add(result.getClass().getSimpleName(), 1);
                    if (result instanceof WriteResult.Committed<Long, String, String>) {
                      checkVisible(request);
                    }
                  })
              .whenComplete(this::note);
      if (request.token.isPresent() && request.asked < 4) {
        // A client with a token asks again, told or not: it must not matter.
        network.later(100 + network.random.nextInt(3_000), () -> ask(request));
      }
    }

    private void checkVisible(Request request) {
      Map<Integer, Integer> applied = bank.applications().getOrDefault(request.number, Map.of());
      Bank.check(
          applied.size() == request.actions.size(),
          "request " + request.number + " was acknowledged but applied to " + applied.keySet());
    }

    private void audit() {
      List<Routed<Integer>> all = new ArrayList<>();
      for (int account = 0; account < Bank.ACCOUNTS; account++) {
        all.add(new Routed<>(Bank.shardOf(account), account));
      }
      var _ =
          bank.reader(sender)
              .read(all)
              .thenAccept(
                  result -> {
                    marks.add("audit " + result.getClass().getSimpleName(), 1);
                    if (result instanceof SnapshotReader.ReadResult.Snapshot<Long, String> seen) {
                      long sum = 0;
                      for (var version : seen.versions()) {
                        sum += version.item() == null ? 0 : version.item();
                      }
                      Bank.check(
                          sum == Bank.ACCOUNTS * Bank.OPENING_BALANCE, "an audit found " + sum);
                    }
                  })
              .whenComplete(this::note);
    }

    private void note(@Nullable Void ignored, @Nullable Throwable failure) {
      if (failure != null) {
        failures.add(failure);
      }
    }

    private void checkResults() {
      Bank.check(failures.isEmpty(), "failed on the way: " + failures);
      Map<Integer, Map<Integer, Integer>> applications = bank.applications();
      for (Request request : requests) {
        Map<Integer, Integer> applied = applications.getOrDefault(request.number, Map.of());
        Bank.check(
            applied.isEmpty() || applied.size() == request.actions.size(),
            "request " + request.number + " was applied in part: " + applied);
        Bank.check(
            applied.values().stream().allMatch(times -> times == 1),
            "request " + request.number + " was applied more than once: " + applied);
        boolean told = false;
        boolean certain = request.results.size() == request.asked;
        for (var result : request.results) {
          told |= result instanceof WriteResult.Committed<Long, String, String>;
          certain &= !(result instanceof WriteResult.Unknown<Long, String, String>);
          Bank.check(
              !(result instanceof WriteResult.TokenMismatch<Long, String, String>),
              "a token met another request");
        }
        Bank.check(!told || !applied.isEmpty(), "request " + request.number + " was lost");
        Bank.check(
            told || !certain || applied.isEmpty(),
            "request " + request.number + " was applied, but every answer denied it");
      }
    }
  }

  @Test
  void theBooksBalance() {
    Long given = Long.getLong("cairn.seed");
    long first = given != null ? given : System.nanoTime();
    Marks marks = new Marks();
    for (long seed = first; seed < first + (given != null ? 1 : SEEDS); seed++) {
      try {
        new Run(seed, null, marks).run();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "rerun with -Dtest=TransactionSimTest#theBooksBalance -Dcairn.seed=" + seed, failure);
      }
    }
    System.out.println(
        "TransactionSimTest: rerun with -Dtest=TransactionSimTest -Dcairn.seed="
            + first
            + "; met "
            + marks.counts);
    if (given == null) {
      for (String mark :
          List.of(
              "lost",
              "repeated",
              "missed by a stopped shard",
              "coordinator stopped",
              "recovery stopped",
              "Committed",
              "Refused",
              "RolledBack",
              "Unknown",
              "TokenInProgress",
              "audit Snapshot",
              "audit Conflict")) {
        assertTrue(marks.counts.containsKey(mark), "no run met: " + mark);
      }
    }
  }

  /** A simulation that cannot fail is no test: each broken shard must be found out. */
  @ParameterizedTest
  @EnumSource(Bug.class)
  void brokenShardsAreFoundOut(Bug bug) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        new Run(seed, bug, new Marks()).run();
      } catch (AssertionError | RuntimeException found) {
        return;
      }
    }
    throw new AssertionError(bug + " went unnoticed for " + SEEDS + " seeds");
  }
}
