package io.cairndb.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.transactions.BankShard.Change;
import io.cairndb.transactions.Network.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A coordinator that stops at any one of its steps leaves nothing that recovery cannot settle. */
final class CoordinatorCrashTest {
  private static final List<Routed<Change>> TRANSFER =
      List.of(action(0, -30, 30), action(1, 20, 0), action(2, 10, 0), action(3, 0, 50));

  private static final Optional<ClientToken> TOKEN =
      Optional.of(new ClientToken("abc", new UUID(1, 2)));

  private static Routed<Change> action(int account, long delta, long atLeast) {
    return new Routed<>(Bank.shardOf(account), new Change(0, account, delta, atLeast));
  }

  @Test
  void everyStepOfACoordinatorMayBeItsLast() {
    int steps = stepsOfAWholeTransfer();
    boolean committed = false;
    boolean aborted = false;
    for (int step = 0; step <= steps; step++) {
      Bank bank = new Bank(new Network(step), null);
      Sender sender = new Sender();
      sender.crashAtStep = step;
      List<WriteResult<Long, String, String>> told = new ArrayList<>();
      var _ = bank.coordinator(sender).write(TRANSFER, TOKEN).thenAccept(told::add);
      bank.network.runUntil(bank.network.now() + 3_000);
      bank.settle();
      bank.checkBooks();

      boolean applied = !bank.applications().isEmpty();
      assertTrue(applied || told.isEmpty(), "acknowledged and lost at step " + step);
      committed |= applied;
      aborted |= !applied;
      assertTokenHolds(bank, applied);
    }
    assertTrue(committed && aborted, "the steps must lie on both sides of the decision");
  }

  @Test
  void everyStepOfARecoveryMayBeItsLast() {
    int coordinatorSteps = stepsOfAWholeTransfer();
    for (int first = 0; first <= coordinatorSteps; first++) {
      for (int second = 0; second < 20; second++) {
        Bank bank = new Bank(new Network(first), null);
        Sender coordinator = new Sender();
        coordinator.crashAtStep = first;
        var _ = bank.coordinator(coordinator).write(TRANSFER, TOKEN);
        bank.network.runUntil(bank.network.now() + 3_000);
        Sender recovery = new Sender();
        recovery.crashAtStep = second;
        bank.sweep(bank.recovery(recovery));
        bank.network.runUntil(bank.network.now() + 3_000);
        bank.settle();
        bank.checkBooks();
        assertTokenHolds(bank, !bank.applications().isEmpty());
      }
    }
  }

  /** Using the token again does the transfer when it was not done, and nothing when it was. */
  private static void assertTokenHolds(Bank bank, boolean applied) {
    WriteResult.Committed<?, ?, ?> again =
        assertInstanceOf(WriteResult.Committed.class, write(bank, TRANSFER, TOKEN));
    assertEquals(applied, again.repeated());
    assertTrue(
        bank.applications().get(0) instanceof Map<Integer, Integer> times
            && times.size() == TRANSFER.size()
            && times.values().stream().allMatch(count -> count == 1));
    bank.checkBooks();
  }

  private static int stepsOfAWholeTransfer() {
    Bank bank = new Bank(new Network(1), null);
    Sender sender = new Sender();
    var _ = bank.coordinator(sender).write(TRANSFER, TOKEN);
    bank.network.runUntil(bank.network.now() + 1_000);
    return sender.steps;
  }

  private static WriteResult<Long, String, String> write(
      Bank bank, List<Routed<Change>> actions, Optional<ClientToken> token) {
    List<WriteResult<Long, String, String>> results = new ArrayList<>();
    var _ = bank.coordinator(new Sender()).write(actions, token).thenAccept(results::add);
    bank.network.runUntil(bank.network.now() + 5_000);
    return results.getFirst();
  }

  @Test
  void resultsComeInTheOrderOfTheActions() {
    Bank bank = new Bank(new Network(1), null);
    assertEquals(
        new WriteResult.Committed<Long, String, String>(List.of(70L, 120L, 110L, 100L), false),
        write(bank, TRANSFER, Optional.empty()));
    assertEquals(
        new WriteResult.Refused<Long, String, String>(List.of("", "", "condition", "")),
        write(
            bank,
            List.of(action(4, 0, 0), action(3, 0, 0), action(5, 0, 101), action(1, 0, 0)),
            Optional.empty()));
  }

  @Test
  void aTokenBelongsToOneRequest() {
    for (ClientToken token :
        List.of(
            new ClientToken("a", new UUID(1, 1)),
            new ClientToken("b", new UUID(1, 1)),
            new ClientToken("c", new UUID(1, 1)))) {
      Bank bank = new Bank(new Network(1), null);
      List<Routed<Change>> local = List.of(action(0, -1, 0), action(3, 1, 0));
      Optional<ClientToken> same = Optional.of(token);
      assertInstanceOf(WriteResult.Committed.class, write(bank, local, same));
      assertEquals(
          new WriteResult.Committed<Long, String, String>(List.of(), true),
          write(bank, local, same));
      Optional<ClientToken> other = Optional.of(new ClientToken(token.text(), new UUID(9, 9)));
      assertInstanceOf(WriteResult.TokenMismatch.class, write(bank, TRANSFER, other));
      bank.settle();
      bank.checkBooks();
    }
  }

  @Test
  void oneShardTakesOneMessage() {
    Bank bank = new Bank(new Network(1), null);
    Sender sender = new Sender();
    var coordinator = bank.coordinator(sender);
    var _ = coordinator.write(List.of(action(0, -1, 0), action(3, 1, 0)), Optional.empty());
    bank.network.runUntil(bank.network.now() + 1_000);
    assertEquals(2, sender.steps);
    assertEquals(new TransactionCoordinator.Stats(1, 0), coordinator.stats());
  }
}
