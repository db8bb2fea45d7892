package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.TABLE;
import static io.cairndb.shard.ShardFixture.absent;
import static io.cairndb.shard.ShardFixture.exists;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.key;
import static io.cairndb.shard.ShardFixture.put;
import static io.cairndb.shard.ShardFixture.write;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cairndb.causality.Hlc;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.Substitutions;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.item.Item;
import io.cairndb.placement.Epoch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Single writes: images, conditions, limits, and everything that changes together with an item. */
final class WriteItemTest {
  private final HeldEngine engine = new HeldEngine();
  private final ShardFixture fixture = new ShardFixture(engine);

  @Test
  void putReplacesAndReturnsBothImages() {
    Item first = item("a", 1, "x", "1");
    Item second = item("a", 1, "x", "2");
    assertEquals(
        new CommandResult.Written(null, first, List.of()), imagesOf(fixture.submit(put(first))));
    assertEquals(
        new CommandResult.Written(first, second, List.of()), imagesOf(fixture.submit(put(second))));
    assertEquals(second, fixture.get("a", 1));
  }

  private static CommandResult.Written imagesOf(CommandResult result) {
    CommandResult.Written written = assertInstanceOf(CommandResult.Written.class, result);
    return new CommandResult.Written(written.oldItem(), written.newItem(), written.touched());
  }

  private CommandResult putExpecting(Item item, ExpectedVersion expected) {
    Command.WriteItem any = (Command.WriteItem) put(item);
    return fixture.submit(
        new Command.WriteItem(
            any.partition(),
            any.tableId(),
            any.key(),
            any.mutation(),
            any.condition(),
            false,
            null,
            expected,
            true));
  }

  @Test
  void aWriteIsMadeOnlyOnTheVersionItExpects() {
    Item item = item("a", 1, "x", "1");
    assertEquals(
        new CommandResult.VersionMismatch(null), putExpecting(item, new ExpectedVersion.Present()));
    Hlc first = versionOf(putExpecting(item, new ExpectedVersion.Absent()));
    assertEquals(
        new CommandResult.VersionMismatch(first), putExpecting(item, new ExpectedVersion.Absent()));
    Hlc second = versionOf(putExpecting(item, new ExpectedVersion.Exactly(first)));
    assertNotEquals(first, second);
    assertEquals(
        new CommandResult.VersionMismatch(second),
        putExpecting(item, new ExpectedVersion.Exactly(first)));
    assertNotEquals(second, versionOf(putExpecting(item, new ExpectedVersion.Present())));
  }

  private static Hlc versionOf(CommandResult result) {
    return requireNonNull(assertInstanceOf(CommandResult.Written.class, result).version());
  }

  @Test
  void deleteOfAMissingItemIsNoWrite() {
    int batches = engine.written().size();
    assertEquals(
        new CommandResult.Written(null, null, List.of()),
        fixture.submit(ShardFixture.delete("a", 1)));
    assertEquals(batches, engine.written().size());
  }

  @Test
  void aFailedConditionReturnsTheItemWhenAskedAndWritesNothing() {
    Item stored = item("a", 1, "x", "1");
    fixture.submit(put(stored));
    int batches = engine.written().size();
    assertEquals(
        new CommandResult.ConditionFailed(stored),
        fixture.submit(write(key("a", 1), new Mutation.Put(item("a", 1)), absent("pk"))));
    assertEquals(
        new CommandResult.ConditionFailed(null),
        fixture.submit(write(key("a", 2), new Mutation.Delete(), exists("pk"))));
    assertEquals(batches, engine.written().size());
  }

  @Test
  void updateChangesAttributesAndCreatesMissingItems() {
    UpdateProgram program = update("SET x = if_not_exists(x, :one), y = :one");
    Item expected = item("a", 1, "x", 1, "y", 1);
    CommandResult result = fixture.submit(update("a", 1, program));
    assertEquals(expected, assertInstanceOf(CommandResult.Written.class, result).newItem());
    assertEquals(expected, fixture.get("a", 1));
  }

  @Test
  void anUpdateThatOnlyRemovesCreatesNothing() {
    CommandResult result = fixture.submit(update("a", 1, update("REMOVE x")));
    assertNull(assertInstanceOf(CommandResult.Written.class, result).newItem());
    assertNull(fixture.get("a", 1));
  }

  @Test
  void anUpdateThatDoesNotFitIsRejectedWithDynamoDbsText() {
    fixture.submit(put(item("a", 1, "x", "text")));
    CommandResult result = fixture.submit(update("a", 1, update("SET x = x + :one")));
    assertEquals(
        "An operand in the update expression has an incorrect data type",
        assertInstanceOf(CommandResult.Rejected.class, result).message());
  }

  @Test
  void itemsLargerThan400KiBAreRejected() {
    String half = "x".repeat(200 * 1024);
    fixture.submit(put(item("a", 1, "x", half)));
    UpdateProgram program =
        new ExpressionCompiler()
            .update(
                "SET y = :v",
                new Substitutions(Map.of(), Map.of(":v", ShardFixture.value(half + half))));
    assertEquals(
        new CommandResult.Rejected("Item size to update has exceeded the maximum allowed size"),
        fixture.submit(update("a", 1, program)));
    assertEquals(
        new CommandResult.Rejected("Item size has exceeded the maximum allowed size"),
        fixture.submit(put(item("a", 1, "x", half + half))));
  }

  @Test
  void indexKeysMustHaveTheirTypes() {
    CommandResult result = fixture.submit(put(item("a", 1, "lsi", 5)));
    assertEquals(
        "One or more parameter values were invalid: Type mismatch for Index Key lsi Expected: S"
            + " Actual: N IndexName: by-lsi",
        assertInstanceOf(CommandResult.Rejected.class, result).message());
  }

  @Test
  void anotherEpochTokenOrTableIsRefused() {
    Command.WriteItem good = put(item("a", 1));
    PartitionRef old = new PartitionRef(REF.id(), new Epoch(2));
    assertEquals(
        new Refusal.WrongPartition(ShardFixture.PARTITION),
        fixture.submit(
            new Command.WriteItem(
                old, TABLE.tableId(), good.key(), good.mutation(), Optional.empty(), false, null)));
    UUID gone = new UUID(0, 99);
    assertEquals(
        new Refusal.TableGone(gone),
        fixture.submit(
            new Command.WriteItem(
                REF, gone, good.key(), good.mutation(), Optional.empty(), false, null)));
  }

  @Test
  void aRepeatedRequestIsAnsweredAsTheFirst() {
    RequestId id = new RequestId(new UUID(1, 1));
    Command.WriteItem write =
        new Command.WriteItem(
            REF,
            TABLE.tableId(),
            key("a", 1),
            new Mutation.Update(update("ADD n :one"), item("a", 1)),
            Optional.empty(),
            false,
            id);
    CommandResult first = fixture.submit(write);
    assertEquals(first, fixture.submit(write));
    assertEquals(item("a", 1, "n", 1), fixture.get("a", 1));
  }

  @Test
  void localEntriesChangeOnlyWhenTheyDiffer() {
    fixture.submit(put(item("a", 1, "lsi", "k", "x", "1")));
    fixture.submit(put(item("a", 1, "lsi", "k", "x", "2")));
    long mainWrites =
        engine.written().getLast().operations().stream()
            .filter(operation -> operation.tree().name().equals("main"))
            .count();
    assertEquals(1, mainWrites, "only the item: its entry projects keys alone");
    fixture.submit(put(item("a", 1, "lsi", "l")));
    assertEquals(2, engine.keys("main").size());
    fixture.submit(put(item("a", 1)));
    assertEquals(1, engine.keys("main").size());
  }

  @Test
  void expiryEntriesFollowTheAttribute() {
    fixture.submit(put(item("a", 1, "ttl", 1000)));
    assertEquals(1000, ExpiryIndex.secondsOf(engine.keys("ttl").getFirst()));
    fixture.submit(put(item("a", 1, "ttl", 2000)));
    assertEquals(List.of(2000L), engine.keys("ttl").stream().map(ExpiryIndex::secondsOf).toList());
    fixture.submit(put(item("a", 1, "ttl", "soon")));
    assertEquals(List.of(), engine.keys("ttl"));
  }

  @Test
  void changesAreRecordedInOrderUnlessNothingChanged() {
    Item first = item("a", 1, "x", "1");
    Item second = item("a", 1, "x", "2");
    fixture.submit(put(first));
    fixture.submit(put(first));
    fixture.submit(put(second));
    fixture.submit(ShardFixture.delete("a", 1));
    List<ChangeRecord> changes =
        fixture.shard.changes().read(REF.id(), ChangePosition.BEGINNING, 10, 1 << 20).stream()
            .map(ChangeRecord.Positioned::change)
            .toList();
    assertEquals(
        List.of(ChangeRecord.Kind.INSERT, ChangeRecord.Kind.MODIFY, ChangeRecord.Kind.REMOVE),
        changes.stream().map(ChangeRecord::kind).toList());
    assertEquals(first, changes.get(1).oldItem());
    assertEquals(second, changes.get(1).newItem());
    assertNull(changes.get(2).newItem());
  }

  @Test
  void figuresCountItemsAndEntries() {
    fixture.submit(put(item("a", 1, "lsi", "k")));
    fixture.submit(put(item("a", 2)));
    fixture.submit(put(item("a", 2, "x", "larger")));
    fixture.submit(ShardFixture.delete("a", 1));
    ShardStatistics.PartitionSize size = fixture.shard.statistics().partitions().getFirst();
    assertEquals(
        new ShardStatistics.Size(1, item("a", 2, "x", "larger").sizeInBytes()), size.size());
    assertEquals(ShardStatistics.Size.ZERO, size.localIndexes().get(1));
  }

  /** Evaluation may depend on nothing but commands, timestamps and state. */
  @Test
  void theSameCommandsGiveTheSameBatches() {
    HeldEngine other = new HeldEngine();
    ShardFixture twin = new ShardFixture(other);
    for (ShardFixture it : List.of(fixture, twin)) {
      for (int i = 0; i < 50; i++) {
        it.submit(put(item("p" + i % 3, i % 7, "lsi", "k" + i, "gsi", "g", "ttl", 100 + i)));
        it.submit(update("p" + i % 3, i % 5, update("ADD n :one")));
        it.submit(ShardFixture.delete("p" + i % 2, i % 4));
      }
    }
    assertEquals(engine.written().size(), other.written().size());
    for (int i = 0; i < engine.written().size(); i++) {
      var left = engine.written().get(i).operations();
      var right = other.written().get(i).operations();
      assertEquals(left.size(), right.size());
      for (int o = 0; o < left.size(); o++) {
        assertEquals(left.get(o).tree(), right.get(o).tree());
        assertArrayEquals(left.get(o).key(), right.get(o).key());
        assertArrayEquals(left.get(o).value(), right.get(o).value());
      }
    }
  }

  private static Command.WriteItem update(String pk, long sk, UpdateProgram program) {
    return write(key(pk, sk), new Mutation.Update(program, item(pk, sk)), null);
  }

  private static UpdateProgram update(String text) {
    return new ExpressionCompiler()
        .update(text, new Substitutions(Map.of(), Map.of(":one", ShardFixture.number(1))));
  }
}
