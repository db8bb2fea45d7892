package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.SHARD;
import static io.cairndb.shard.ShardFixture.TABLE;
import static io.cairndb.shard.ShardFixture.absent;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.key;
import static io.cairndb.shard.ShardFixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.Hlc;
import io.cairndb.env.ManualClock;
import io.cairndb.expressions.Condition;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.storage.engine.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Transactions in one shard and a shard's part in larger ones, repetitions and restarts included.
 */
final class TransactionTest {
  private static final Hlc TIMESTAMP = new Hlc(1, 1);
  private static final CommandResult COMMITTED =
      new CommandResult.TransactionEnded(TransactionOutcome.COMMITTED);
  private static final CommandResult ABORTED =
      new CommandResult.TransactionEnded(TransactionOutcome.ABORTED);

  private final HeldEngine engine = new HeldEngine();
  private final ShardFixture fixture = new ShardFixture(engine);
  private final TransactionId id = transaction(1);

  @Test
  void aLocalTransactionIsOneBatch() {
    int batches = engine.written().size();
    CommandResult result = transact(Optional.empty(), putting(item("a", 1)), putting(item("b", 1)));
    assertEquals(2, assertInstanceOf(CommandResult.Transacted.class, result).outcomes().size());
    assertEquals(batches + 1, engine.written().size());
    assertEquals(item("b", 1), fixture.get("b", 1));
  }

  @Test
  void oneReasonStopsAllActions() {
    fixture.submit(put(item("a", 1)));
    CommandResult result =
        transact(Optional.empty(), putting(item("b", 1)), action("a", 1, null, absent("pk")));
    List<CommandResult.Reason> reasons =
        assertInstanceOf(CommandResult.TransactionRefused.class, result).reasons();
    assertEquals(CommandResult.Reason.NONE, reasons.getFirst());
    assertEquals(
        new CommandResult.Reason(
            CommandResult.Reason.Code.CONDITIONAL_CHECK_FAILED,
            "The conditional request failed",
            item("a", 1)),
        reasons.getLast());
    assertNull(fixture.get("b", 1));
  }

  @Test
  void aTokenIsGoodForTenMinutesAndOneRequest() {
    var token = Optional.of(new IdempotencyToken("t", Bytes.utf8("hash")));
    assertEquals(false, transacted(transact(token, putting(item("a", 1)))).repeated());
    fixture.submit(ShardFixture.delete("a", 1));
    assertEquals(true, transacted(transact(token, putting(item("a", 1)))).repeated());
    assertNull(fixture.get("a", 1));
    assertEquals(
        new CommandResult.TokenMismatch(),
        transact(
            Optional.of(new IdempotencyToken("t", Bytes.utf8("other"))), putting(item("a", 2))));
    fixture.clock.advance(Duration.ofMinutes(11));
    assertEquals(false, transacted(transact(token, putting(item("a", 1)))).repeated());
  }

  @Test
  void aPreparedItemIsLockedUntilItsTransactionEnds() {
    assertInstanceOf(CommandResult.Prepared.class, prepare(id, putting(item("a", 1))));
    assertEquals(new CommandResult.TransactionConflict(), fixture.submit(put(item("a", 1))));
    assertNull(fixture.get("a", 1));
    CommandResult other = prepare(transaction(2), putting(item("a", 1)));
    assertEquals(
        CommandResult.Reason.Code.TRANSACTION_CONFLICT,
        assertInstanceOf(CommandResult.TransactionRefused.class, other)
            .reasons()
            .getFirst()
            .code());
    assertEquals(COMMITTED, commit(fixture));
    assertEquals(item("a", 1), fixture.get("a", 1));
    assertInstanceOf(CommandResult.Written.class, fixture.submit(put(item("a", 1, "x", "2"))));
    assertEquals(1, engine.keys("main").size());
  }

  @Test
  void aCheckLocksButDoesNotWrite() {
    fixture.submit(put(item("a", 1)));
    prepare(id, action("a", 1, null, ShardFixture.exists("pk")));
    assertEquals(
        new CommandResult.TransactionConflict(), fixture.submit(ShardFixture.delete("a", 1)));
    assertEquals(false, pendingWrite(fixture, "a", 1));
    assertEquals(COMMITTED, commit(fixture));
    assertEquals(item("a", 1), fixture.get("a", 1));
  }

  @Test
  void readersThatAskSeePendingWrites() {
    prepare(id, putting(item("a", 1)));
    assertTrue(pendingWrite(fixture, "a", 1));
    fixture.submit(new Command.AbortTransaction(id));
    assertEquals(false, pendingWrite(fixture, "a", 1));
  }

  @Test
  void repeatedMessagesChangeNothing() {
    fixture.submit(put(item("a", 1, "x", "0")));
    CommandResult first =
        prepare(id, putting(item("a", 1, "x", "1")), action("b", 1, null, absent("pk")));
    assertEquals(
        first, prepare(id, putting(item("a", 1, "x", "1")), action("b", 1, null, absent("pk"))));
    assertEquals(2, assertInstanceOf(CommandResult.Prepared.class, first).outcomes().size());
    assertEquals(COMMITTED, commit(fixture));
    fixture.submit(put(item("a", 1, "x", "2")));
    assertEquals(COMMITTED, commit(fixture));
    assertEquals(COMMITTED, fixture.submit(new Command.AbortTransaction(id)));
    assertEquals(COMMITTED, prepare(id, putting(item("a", 1, "x", "1"))));
    assertEquals(item("a", 1, "x", "2"), fixture.get("a", 1));
  }

  @Test
  void anAbortThatOvertakesItsPrepareWins() {
    assertEquals(ABORTED, fixture.submit(new Command.AbortTransaction(id)));
    assertEquals(ABORTED, prepare(id, putting(item("a", 1))));
    assertInstanceOf(CommandResult.Written.class, fixture.submit(put(item("a", 1))));
  }

  @Test
  void anAncientTransactionIsNotPrepared() {
    fixture.clock.advance(Duration.ofMinutes(40));
    assertEquals(ABORTED, prepare(id, putting(item("a", 1))));
  }

  @Test
  void locksAndImagesSurviveARestart() {
    prepare(id, putting(item("a", 1, "lsi", "k", "ttl", 5)));
    ShardFixture reopened = new ShardFixture(engine.crash());
    assertEquals(new CommandResult.TransactionConflict(), reopened.submit(put(item("a", 1))));
    PreparedTransaction waiting = reopened.shard.preparedTransactions().join().getFirst();
    assertEquals(id, waiting.transaction());
    assertEquals(SHARD, waiting.ledger());
    assertEquals(COMMITTED, commit(reopened));
    assertEquals(item("a", 1, "lsi", "k", "ttl", 5), reopened.get("a", 1));
    HeldEngine under = (HeldEngine) reopened.engine;
    assertEquals(2, under.keys("main").size(), "the item and its local entry, no intent");
    assertEquals(1, under.keys("ttl").size());
    assertEquals(1, under.keys("changes").size());
    assertEquals(List.of(), reopened.shard.preparedTransactions().join());
  }

  @Test
  void theFirstDecisionStands() {
    begin(Optional.empty());
    assertEquals(TransactionOutcome.COMMITTED, decided(decide(TransactionOutcome.COMMITTED)));
    assertEquals(TransactionOutcome.COMMITTED, decided(decide(TransactionOutcome.ABORTED)));
    LedgerEntry entry = fixture.shard.ledgerEntries().join().getFirst();
    assertEquals(Optional.of(TransactionOutcome.COMMITTED), entry.decision());
    assertEquals(List.of(SHARD), entry.participants());
    assertEquals(new CommandResult.Done(), fixture.submit(new Command.ForgetTransaction(id)));
    assertEquals(List.of(), fixture.shard.ledgerEntries().join());
    assertEquals(TransactionOutcome.COMMITTED, decided(decide(TransactionOutcome.ABORTED)));
  }

  @Test
  void anUnknownTransactionCanOnlyBeAborted() {
    assertEquals(TransactionOutcome.ABORTED, decided(decide(TransactionOutcome.COMMITTED)));
    assertEquals(TransactionOutcome.ABORTED, decided(decide(TransactionOutcome.ABORTED)));
    assertEquals(
        TransactionOutcome.ABORTED,
        decided(begin(Optional.empty())),
        "the coordinator finds the decision made without it");
  }

  @Test
  void aLedgerTokenIsInProgressThenDoneThenForgotten() {
    var token = Optional.of(new IdempotencyToken("t", Bytes.utf8("hash")));
    begin(token);
    Command again = new Command.BeginTransaction(transaction(2), List.of(SHARD), token);
    assertEquals(new CommandResult.TokenInProgress(), fixture.submit(again));
    decide(TransactionOutcome.COMMITTED);
    assertEquals(
        new CommandResult.TokenInProgress(),
        fixture.submit(again),
        "a participant may not have applied it yet");
    fixture.submit(new Command.ForgetTransaction(id));
    assertTrue(transacted(fixture.submit(again)).repeated());
    fixture.clock.advance(Duration.ofMinutes(11));
    TransactionId next = transactionNow(3);
    assertEquals(
        new CommandResult.LedgerState(next, null),
        fixture.submit(new Command.BeginTransaction(next, List.of(SHARD), token)));
  }

  @Test
  void anAbortFreesTheToken() {
    var token = Optional.of(new IdempotencyToken("t", Bytes.utf8("hash")));
    begin(token);
    decide(TransactionOutcome.ABORTED);
    assertEquals(
        new CommandResult.LedgerState(transaction(2), null),
        fixture.submit(new Command.BeginTransaction(transaction(2), List.of(SHARD), token)));
  }

  /** Turned away, a decision leaves the items locked until recovery finds them, seconds later. */
  @Test
  void aFullShardStillEndsTransactions() {
    ShardFixture full =
        new ShardFixture(
            new HeldEngine(),
            new ManualClock(ShardFixture.START_MILLIS),
            new ShardOptions(Durability.SYNC, 1, 1));
    full.submit(
        new Command.PrepareTransaction(id, TIMESTAMP, SHARD, List.of(putting(item("a", 1)))));
    List<CompletableFuture<CommandResult>> inside = new ArrayList<>();
    // A listener is called while the write that made the change is the one task there may be.
    try (var subscription =
        full.shard
            .changes()
            .subscribe(
                (partition, position) -> {
                  if (inside.isEmpty()) {
                    inside.add(full.submitLater(put(item("c", 1))));
                    inside.add(full.submitLater(new Command.CommitTransaction(id)));
                  }
                })) {
      full.submit(put(item("b", 1)));
    }
    assertEquals(new Refusal.Overloaded(), inside.getFirst().join());
    assertEquals(COMMITTED, inside.getLast().join());
    assertEquals(item("a", 1), full.get("a", 1));
  }

  /** Such a token was taken from its new owner, whose request could then be done twice. */
  @Test
  void anExpiredTokenBelongsToWhoTookItNext() {
    var token = Optional.of(new IdempotencyToken("t", Bytes.utf8("hash")));
    for (TransactionOutcome outcome : TransactionOutcome.values()) {
      fixture.clock.advance(Duration.ofMinutes(11));
      TransactionId slow = transactionNow(10);
      fixture.submit(new Command.BeginTransaction(slow, List.of(SHARD), token));
      fixture.clock.advance(Duration.ofMinutes(11));
      TransactionId next = transactionNow(20);
      fixture.submit(new Command.BeginTransaction(next, List.of(SHARD), token));
      fixture.submit(new Command.RecordDecision(slow, outcome));
      fixture.submit(new Command.ForgetTransaction(slow));
      assertEquals(
          new CommandResult.TokenInProgress(),
          fixture.submit(new Command.BeginTransaction(transactionNow(30), List.of(SHARD), token)));
    }
  }

  @Test
  void marksAndTokensGoAfterTheirTime() {
    var token = Optional.of(new IdempotencyToken("t", Bytes.utf8("hash")));
    transact(token, putting(item("a", 1)));
    prepare(id, putting(item("b", 1)));
    commit(fixture);
    assertEquals(0, trim(100).items());
    fixture.clock.advance(Duration.ofMillis(Ledger.TOKEN_MILLIS + 1));
    assertEquals(1, trim(100).items());
    fixture.clock.advance(Duration.ofMillis(EndedMarks.LATEST_START_MILLIS));
    assertEquals(1, trim(100).items());
  }

  /** Every pass walked all marks of an hour, millions of them, before it came to the tokens. */
  @Test
  void aTrimStopsAtTheFirstYoungMark() {
    transact(Optional.of(new IdempotencyToken("t", Bytes.utf8("hash"))), putting(item("a", 1)));
    fixture.clock.advance(Duration.ofMinutes(11));
    for (int i = 0; i < 50; i++) {
      fixture.submit(new Command.AbortTransaction(transactionNow(i)));
    }
    assertEquals(1, trim(10).items(), "the token, behind all those marks");
    fixture.clock.advance(Duration.ofMinutes(12));
    assertEquals(10, trim(10).items());
    assertNotNull(trim(10).next(), "there is more to do");
    assertEquals(30, trim(100).items());
    assertEquals(0, trim(100).items());
  }

  /** A trim goes on where it stopped; an abort that comes after all is older than that. */
  @Test
  void aMarkMadeBehindTheTrimGoesToo() {
    fixture.submit(new Command.AbortTransaction(transaction(2)));
    fixture.clock.advance(Duration.ofMinutes(12));
    assertEquals(1, trim(10).items());
    fixture.submit(new Command.AbortTransaction(transaction(1)));
    assertEquals(1, trim(10).items());
    assertEquals(0, trim(10).items());
  }

  /** What marks no longer tell, age does: neither locks nor records come back. */
  @Test
  void aTransactionWhoseMarkIsGoneDoesNotBeginAgain() {
    prepare(id, putting(item("a", 1)));
    begin(Optional.empty());
    decide(TransactionOutcome.COMMITTED);
    commit(fixture);
    fixture.submit(new Command.ForgetTransaction(id));
    fixture.submit(ShardFixture.delete("a", 1));
    fixture.clock.advance(Duration.ofMinutes(12));
    assertEquals(1, trim(100).items());
    assertEquals(ABORTED, prepare(id, putting(item("a", 1))));
    assertEquals(TransactionOutcome.ABORTED, decided(begin(Optional.empty())));
    assertEquals(List.of(), fixture.shard.ledgerEntries().join());
    assertEquals(COMMITTED, commit(fixture));
    assertNull(fixture.get("a", 1));
  }

  @Test
  void theLedgerSurvivesARestartOldestFirst() {
    TransactionId open = transaction(2);
    fixture.submit(new Command.BeginTransaction(open, List.of(SHARD), Optional.empty()));
    begin(Optional.empty());
    decide(TransactionOutcome.COMMITTED);
    ShardFixture reopened = new ShardFixture(engine.crash());
    assertEquals(
        List.of(
            new LedgerEntry(
                id,
                ShardFixture.START_MILLIS,
                Optional.of(TransactionOutcome.COMMITTED),
                List.of(SHARD)),
            new LedgerEntry(open, ShardFixture.START_MILLIS, Optional.empty(), List.of(SHARD))),
        reopened.shard.ledgerEntries().join());
    reopened.submit(new Command.ForgetTransaction(id));
    ShardFixture again = new ShardFixture(((HeldEngine) reopened.engine).crash());
    assertEquals(
        List.of(open),
        again.shard.ledgerEntries().join().stream().map(LedgerEntry::transaction).toList());
  }

  /** An abort noted for a transaction nobody has heard of is nobody's to forget. */
  @Test
  void anAbortWithoutParticipantsGoesAfterItsTime() {
    decide(TransactionOutcome.ABORTED);
    assertEquals(1, fixture.shard.ledgerEntries().join().size());
    assertEquals(0, trim(100).items());
    fixture.clock.advance(Duration.ofMinutes(12));
    assertEquals(1, trim(100).items());
    assertEquals(List.of(), fixture.shard.ledgerEntries().join());
  }

  private CommandResult.Progress trim(int maxRecords) {
    CommandResult result = fixture.submit(new Command.TrimTransactions(null, maxRecords));
    return assertInstanceOf(CommandResult.Progress.class, result);
  }

  private TransactionId transactionNow(long number) {
    return new TransactionId(new UUID(fixture.clock.currentTimeMillis() << 16 | 0x7000, number));
  }

  private static CommandResult.Transacted transacted(CommandResult result) {
    return assertInstanceOf(CommandResult.Transacted.class, result);
  }

  private static @Nullable TransactionOutcome decided(CommandResult result) {
    return assertInstanceOf(CommandResult.LedgerState.class, result).decision();
  }

  private CommandResult begin(Optional<IdempotencyToken> token) {
    return fixture.submit(new Command.BeginTransaction(id, List.of(SHARD), token));
  }

  private CommandResult decide(TransactionOutcome outcome) {
    return fixture.submit(new Command.RecordDecision(id, outcome));
  }

  private CommandResult transact(Optional<IdempotencyToken> token, TransactAction... actions) {
    return fixture.submit(new Command.TransactLocal(List.of(actions), token));
  }

  private CommandResult prepare(TransactionId transaction, TransactAction... actions) {
    return fixture.submit(
        new Command.PrepareTransaction(transaction, TIMESTAMP, SHARD, List.of(actions)));
  }

  private CommandResult commit(ShardFixture shard) {
    return shard.submit(new Command.CommitTransaction(id));
  }

  private static boolean pendingWrite(ShardFixture shard, String pk, long sk) {
    Read.GetItem get = new Read.GetItem(REF, TABLE.tableId(), key(pk, sk));
    ReadResult result = shard.shard.reader().read(new Read.GetItems(List.of(get), true));
    return ((ReadResult.ItemsRead) result).items().getFirst().writePending();
  }

  private static TransactAction putting(Item item) {
    ItemKey key = ItemKey.of(ShardFixture.KEY, item);
    return new TransactAction(
        REF, TABLE.tableId(), key, Optional.of(new Mutation.Put(item)), Optional.empty(), false);
  }

  private static TransactAction action(
      String pk, long sk, @Nullable Mutation mutation, Condition condition) {
    return new TransactAction(
        REF,
        TABLE.tableId(),
        key(pk, sk),
        Optional.ofNullable(mutation),
        Optional.of(condition),
        true);
  }

  private static TransactionId transaction(long number) {
    return new TransactionId(new UUID(ShardFixture.START_MILLIS << 16 | 0x7000, number));
  }
}
