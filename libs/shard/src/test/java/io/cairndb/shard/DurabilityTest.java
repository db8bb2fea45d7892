package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.absent;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.key;
import static io.cairndb.shard.ShardFixture.put;
import static io.cairndb.shard.ShardFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.Hlc;
import io.cairndb.env.ManualClock;
import io.cairndb.placement.ShardId;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Nobody learns of what a crash could take back, and nobody is told a wrong outcome. */
final class DurabilityTest {
  private final HeldEngine engine = new HeldEngine();
  private final ShardFixture fixture = new ShardFixture(engine);

  /** A defect of whoever listens to changes used to leave the writer without an answer. */
  @Test
  void aWriteIsAnsweredThoughAChangeListenerThrows() {
    ShardFixture fixture = new ShardFixture(new HeldEngine());
    try (var subscription =
        fixture
            .shard
            .changes()
            .subscribe(
                (partition, position) -> {
                  throw new IllegalStateException("test");
                })) {
      assertInstanceOf(
          CommandResult.Written.class, fixture.submit(ShardFixture.put(ShardFixture.item("a", 1))));
    }
    assertInstanceOf(
        CommandResult.Written.class, fixture.submit(ShardFixture.put(ShardFixture.item("b", 1))));
  }

  @Test
  void answersWaitForTheDiskAndSoDoReaders() {
    engine.hold();
    CompletableFuture<CommandResult> answer = fixture.submitLater(put(item("a", 1)));
    assertFalse(answer.isDone());
    assertNull(fixture.get("a", 1));
    engine.release();
    assertInstanceOf(CommandResult.Written.class, answer.join());
    assertEquals(item("a", 1), fixture.get("a", 1));
  }

  /** The failed condition saw an item that is not durable: were it told, a crash would unsay it. */
  @Test
  void aFailedConditionWaitsForTheWriteItSaw() {
    engine.hold();
    CompletableFuture<CommandResult> written = fixture.submitLater(put(item("a", 1)));
    CompletableFuture<CommandResult> failed =
        fixture.submitLater(write(key("a", 1), new Mutation.Put(item("a", 1)), absent("pk")));
    assertFalse(written.isDone() || failed.isDone());
    engine.release();
    assertInstanceOf(CommandResult.ConditionFailed.class, failed.join());
  }

  /** The engine was closed beneath what the loop had still to do. */
  @Test
  void closingAfterAnEngineFailureWaitsForTheLoop() throws InterruptedException {
    CountDownLatch inTheLoop = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    HeldEngine failing = new HeldEngine();
    Shard shard =
        Shard.open(
            ShardFixture.SHARD,
            failing,
            fixture.hybridClock,
            new ShardOptions(Durability.SYNC, 10, 10),
            Runnable::run,
            new ShardListener() {
              @Override
              public void onOverload(ShardId id) {}

              @Override
              public void onEngineFailure(ShardId id, EngineFailedException failure) {
                inTheLoop.countDown();
                try {
                  gate.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void onDefect(ShardId id, String what, Throwable defect) {}
            });
    failing.fail();
    Thread submitter = Thread.ofPlatform().start(() -> shard.submit(put(item("a", 1))).join());
    inTheLoop.await();
    Thread closer = Thread.ofPlatform().start(shard::close);
    while (closer.getState() != Thread.State.WAITING && closer.isAlive()) {
      Thread.onSpinWait();
    }
    assertTrue(closer.isAlive(), "closed while a command was in the loop");
    gate.countDown();
    closer.join();
    submitter.join();
    shard.close();
  }

  @Test
  void anEngineFailureLeavesWritesUnknownAndRefusesTheRest() {
    engine.hold();
    CompletableFuture<CommandResult> written = fixture.submitLater(put(item("a", 1)));
    CompletableFuture<CommandResult> failed =
        fixture.submitLater(write(key("a", 1), new Mutation.Put(item("a", 1)), absent("pk")));
    engine.fail();
    assertInstanceOf(CommandResult.UnknownOutcome.class, written.join());
    assertInstanceOf(Refusal.Unavailable.class, failed.join());
    assertInstanceOf(Refusal.Unavailable.class, fixture.submit(put(item("a", 2))));
    assertNull(fixture.get("a", 1));
  }

  @Test
  void aNewSchemaIsForReadersWhenItIsDurable() {
    HeldEngine fresh = new HeldEngine();
    fresh.hold();
    ShardFixture other = new ShardFixture(fresh);
    assertTrue(other.shard.reader().tables().isEmpty());
    fresh.release();
    assertEquals(1, other.shard.reader().tables().size());
  }

  @Test
  void changeListenersHearOfDurableRecordsOnly() throws InterruptedException {
    StringBuilder heard = new StringBuilder();
    var changes = fixture.shard.changes();
    try (var subscription = changes.subscribe((partition, upTo) -> heard.append('x'))) {
      engine.hold();
      assertFalse(fixture.submitLater(put(item("a", 1))).isDone());
      assertEquals("", heard.toString());
      assertEquals(ChangePosition.BEGINNING, changes.tail(ShardFixture.REF.id()));
      engine.release();
      assertEquals("x", heard.toString());
    }
    fixture.submit(put(item("a", 2)));
    assertEquals("x", heard.toString());
    assertTrue(
        changes.awaitChange(
            ShardFixture.REF.id(), ChangePosition.BEGINNING, Duration.ofSeconds(1)));
    assertFalse(
        changes.awaitChange(
            ShardFixture.REF.id(), changes.tail(ShardFixture.REF.id()), Duration.ofMillis(1)));
  }

  /** ItemCount must not show what a client was told may not have happened. */
  @Test
  void figuresCountDurableWritesOnly() {
    fixture.submit(put(item("a", 1, "lsi", "x")));
    engine.hold();
    var unusedSecond = fixture.submitLater(put(item("a", 2, "lsi", "y")));
    ShardStatistics.PartitionSize held = fixture.shard.statistics().partitions().getFirst();
    assertEquals(1, held.size().items());
    assertEquals(1, held.localIndexes().values().iterator().next().items());
    engine.release();
    assertEquals(2, itemsCounted());
    engine.hold();
    var unusedThird = fixture.submitLater(put(item("a", 3)));
    engine.fail();
    assertEquals(2, itemsCounted());
  }

  private long itemsCounted() {
    return fixture.shard.statistics().partitions().getFirst().size().items();
  }

  /** What another shard, an index or the catalog rests on must not be lost alone. */
  @Test
  void onlyWritesOfSingleItemsMayBeBuffered() {
    HeldEngine buffered = new HeldEngine();
    ShardFixture other =
        new ShardFixture(
            buffered,
            new ManualClock(ShardFixture.START_MILLIS),
            new ShardOptions(Durability.BUFFERED, 1000, 1000));
    assertFalse(buffered.durabilities().contains(Durability.BUFFERED));
    other.submit(put(item("a", 1, "gsi", "g")));
    assertEquals(Durability.BUFFERED, buffered.durabilities().getLast());
    long now = ShardFixture.START_MILLIS << 16 | 0x7000;
    TransactionId transaction = new TransactionId(new UUID(now, 1));
    TransactionId local = new TransactionId(new UUID(now, 2));
    List<Command> commands =
        List.of(
            new Command.TransactLocal(List.of(action(2)), Optional.empty()),
            new Command.BeginTransaction(
                transaction, List.of(ShardFixture.SHARD), Optional.empty()),
            new Command.PrepareTransaction(
                transaction, Hlc.MIN, ShardFixture.SHARD, List.of(action(3))),
            new Command.RecordDecision(transaction, TransactionOutcome.COMMITTED),
            new Command.CommitTransaction(transaction),
            new Command.ForgetTransaction(transaction),
            new Command.PrepareTransaction(local, Hlc.MIN, ShardFixture.SHARD, List.of(action(4))),
            new Command.AbortTransaction(local),
            new Command.BackfillChunk(ShardFixture.REF, Set.of(ShardFixture.GLOBAL.id()), null, 10),
            new Command.ApplyIndexChanges(
                PartitionRef.of(ShardFixture.INDEX_PARTITION),
                ShardFixture.REF.id(),
                new ChangePosition(1, 0),
                List.of()),
            new Command.DropTable(ShardFixture.TABLE.tableId()));
    for (Command command : commands) {
      int before = buffered.durabilities().size();
      other.submit(command);
      assertTrue(buffered.durabilities().size() > before, command.toString());
      assertEquals(Durability.SYNC, buffered.durabilities().getLast(), command.toString());
    }
  }

  private static TransactAction action(long sk) {
    return new TransactAction(
        ShardFixture.REF,
        ShardFixture.TABLE.tableId(),
        key("a", sk),
        Optional.of(new Mutation.Put(item("a", sk))),
        Optional.empty(),
        false);
  }

  @Test
  void closingIsCleanAndFinal() {
    fixture.submit(put(item("a", 1)));
    fixture.shard.close();
    assertInstanceOf(Refusal.Unavailable.class, fixture.submit(put(item("a", 2))));
    ShardFixture reopened = new ShardFixture(engine.crash());
    assertTrue(reopened.shard.statistics().exact());
    assertEquals(1, reopened.shard.statistics().partitions().getFirst().size().items());
  }

  /** Timestamps order versions and change records: a wall clock set back must not undo that. */
  @Test
  void timestampsGrowAcrossARestartWithTheClockSetBack() {
    fixture.submit(put(item("a", 1)));
    ChangePosition before = fixture.shard.changes().tail(ShardFixture.REF.id());
    ShardFixture reopened =
        new ShardFixture(
            engine.crash(),
            new ManualClock(ShardFixture.START_MILLIS - 3_600_000),
            ShardOptions.DEFAULT);
    reopened.submit(put(item("a", 2)));
    assertTrue(reopened.shard.changes().tail(ShardFixture.REF.id()).compareTo(before) > 0);
  }
}
