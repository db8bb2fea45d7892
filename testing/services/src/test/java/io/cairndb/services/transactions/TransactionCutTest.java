package io.cairndb.services.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.coordinator.core.TransactionUpkeep;
import io.cairndb.shard.transact.ItemTransactions.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A transaction over real shards, cut at every one of its messages: its coordinator stops, or the
 * node a message goes to is killed or loses power, before the message, during it or after it.
 * Whatever is cut, a serializable read never sees a part of the transfer, what was acknowledged
 * stays, and ten seconds after the node is back nothing is left to settle.
 *
 * <p>Reads without isolation do see parts meanwhile; the test insists on having met that, since
 * else it would show nothing.
 */
final class TransactionCutTest {
  /** Tokens whose decisions are kept by a participant, and by a shard that is none. */
  private static final List<Optional<String>> TOKENS =
      List.of(Optional.empty(), tokenAt(0), tokenAt(3));

  private int committed;
  private int undone;
  private int halvesSeen;
  private int rightSums;

  /** A token that a certain one of the four shards keeps. */
  private static Optional<String> tokenAt(int shard) {
    int i = 0;
    while (Math.floorMod(("token" + i).hashCode(), 4) != shard) {
      i++;
    }
    return Optional.of("token" + i);
  }

  private static int messagesOfAWholeTransfer(Optional<String> token) {
    CutCluster cluster = new CutCluster();
    CutGateway way = CutGateway.whole(cluster);
    assertInstanceOf(
        WriteOutcome.Committed.class,
        cluster.coordinator(way).write(cluster.accounts().transfer(token)).join());
    assertEquals(Accounts.AFTER, cluster.balances());
    return way.messages();
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void everyMessageOfACoordinatorMayBeItsLast(Cut cut) {
    for (Optional<String> token : TOKENS) {
      int messages = messagesOfAWholeTransfer(token);
      for (int at = 0; at < messages; at++) {
        CutCluster cluster = new CutCluster();
        String run = cut + " at message " + at + " of " + messages + ", token " + token;
        CompletableFuture<WriteOutcome> told = transfer(cluster, cut, at, token);
        cluster.settle(cluster.recovery(CutGateway.whole(cluster)));
        check(cluster, told, token, run);
      }
    }
    // The last message forgets what is done; what is cut after the decision must be carried out.
    assertTrue(committed > 0 && undone > 0, committed + " committed, " + undone + " undone");
    assertTrue(rightSums > 0, "no serializable read was answered");
    assertTrue(halvesSeen > 0, "no read without isolation saw a part of a transfer");
  }

  /** The first cut leaves something to settle; the second takes recovery, or a node from it. */
  @ParameterizedTest
  @EnumSource(Cut.class)
  void everyMessageOfARecoveryMayBeItsLast(Cut second) {
    Optional<String> token = TOKENS.getLast();
    int messages = messagesOfAWholeTransfer(token);
    int recovered = 0;
    for (Cut first : List.of(Cut.SENDER_AFTER, Cut.NODE_AFTER)) {
      for (int at = 0; at < messages; at++) {
        boolean cutOff = true;
        for (int of = 0; cutOff; of++) {
          CutCluster cluster = new CutCluster();
          String run = first + " at " + at + ", then " + second + " at " + of + " of recovery";
          CompletableFuture<WriteOutcome> told = transfer(cluster, first, at, token);
          cluster.advance(CutCluster.SETTLED_WITHIN);
          cluster.comeBack();
          CutGateway way = CutGateway.cutAt(cluster, second, of);
          cluster.recovery(way).look();
          cutOff = way.messages() > of;
          recovered += cutOff ? 1 : 0;
          cluster.settle(cluster.recovery(CutGateway.whole(cluster)));
          check(cluster, told, token, run);
        }
      }
    }
    assertTrue(recovered > messages, "recovery had next to nothing to do: " + recovered);
  }

  private static CompletableFuture<WriteOutcome> transfer(
      CutCluster cluster, Cut cut, int at, Optional<String> token) {
    CompletableFuture<WriteOutcome> told =
        cluster
            .coordinator(CutGateway.cutAt(cluster, cut, at))
            .write(cluster.accounts().transfer(token));
    if (told.isDone() && told.join() instanceof WriteOutcome.Committed && cluster.nobodyIsAway()) {
      assertEquals(Accounts.AFTER, cluster.balances(), "acknowledged before it could be seen");
    }
    return told;
  }

  /** Wholly done or not at all, as was told; the same token does it once. */
  private void check(
      CutCluster cluster,
      CompletableFuture<WriteOutcome> told,
      Optional<String> token,
      String run) {
    List<Long> balances = cluster.balances();
    boolean done = balances.equals(Accounts.AFTER);
    assertTrue(done || balances.equals(Accounts.BEFORE), run + " left " + balances);
    if (told.isDone()) {
      switch (told.join()) {
        case WriteOutcome.Committed _ -> assertTrue(done, run + ": acknowledged and lost");
        case WriteOutcome.Refused _ -> assertTrue(!done, run + ": refused and yet done");
        case WriteOutcome.Unknown _ -> {} // either is right
        case WriteOutcome other -> throw new AssertionError(run + ": " + other);
      }
    }
    committed += done ? 1 : 0;
    undone += done ? 0 : 1;
    halvesSeen += cluster.halvesSeen();
    rightSums += cluster.rightSums();
    if (token.isPresent()) {
      WriteOutcome again =
          cluster
              .coordinator(CutGateway.whole(cluster))
              .write(cluster.accounts().transfer(token))
              .join();
      WriteOutcome.Committed repeated = assertInstanceOf(WriteOutcome.Committed.class, again, run);
      assertEquals(done, repeated.repeated(), run);
      assertEquals(Accounts.AFTER, cluster.balances(), run);
    }
  }

  @Test
  void recoveryLeavesYoungTransactionsToTheirCoordinator() {
    CutCluster cluster = new CutCluster();
    int decision = 4;
    CompletableFuture<WriteOutcome> told =
        transfer(cluster, Cut.SENDER_BEFORE, decision, TOKENS.getFirst());
    TransactionUpkeep recovery = cluster.recovery(CutGateway.whole(cluster));
    cluster.advance(Duration.ofSeconds(2));
    recovery.look();
    assertFalse(cluster.isSettled(), "taken up too soon");
    cluster.settle(recovery);
    check(cluster, told, TOKENS.getFirst(), "a coordinator that stops before it decides");
    assertEquals(Accounts.BEFORE, cluster.balances());
  }
}
