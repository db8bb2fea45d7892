package io.cairndb.coordinator.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.coordination.AdmissionControl;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** However many requests were under way, one more transaction was always begun. */
class AdmittedTransactionsTest {
  private final AdmissionControl admission = new AdmissionControl(2);
  private final Held held = new Held();
  private final AdmittedTransactions transactions = new AdmittedTransactions(held, admission);

  /** Answers when the test says so; throws when it has been broken. */
  private static final class Held implements ItemTransactions {
    private final Queue<CompletableFuture<WriteOutcome>> writes = new ArrayDeque<>();
    private final Queue<CompletableFuture<ReadOutcome>> reads = new ArrayDeque<>();
    private boolean broken;

    @Override
    public CompletableFuture<WriteOutcome> write(WriteRequest request) {
      if (broken) {
        throw new IllegalStateException("test");
      }
      writes.add(new CompletableFuture<>());
      return writes.peek();
    }

    @Override
    public CompletableFuture<ReadOutcome> read(ReadRequest request) {
      reads.add(new CompletableFuture<>());
      return reads.peek();
    }
  }

  private CompletableFuture<ItemTransactions.WriteOutcome> write() {
    return transactions.write(new ItemTransactions.WriteRequest(List.of(), Optional.empty()));
  }

  @Test
  void oneTooManyIsRefusedAndCounted() {
    var write = write();
    var read = transactions.read(new ItemTransactions.ReadRequest(List.of()));
    assertEquals(2, admission.stats().inFlight());
    assertEquals(
        new ItemTransactions.WriteOutcome.Refused(new Refusal.Overloaded()), write().join());
    assertEquals(
        new ItemTransactions.ReadOutcome.Refused(new Refusal.Overloaded()),
        transactions.read(new ItemTransactions.ReadRequest(List.of())).join());
    assertEquals(2, admission.stats().refused());
    held.writes.remove().complete(new ItemTransactions.WriteOutcome.Unknown("done"));
    held.reads.remove().complete(new ItemTransactions.ReadOutcome.Unknown("done"));
    assertEquals(new ItemTransactions.WriteOutcome.Unknown("done"), write.join());
    assertEquals(new ItemTransactions.ReadOutcome.Unknown("done"), read.join());
    assertEquals(0, admission.stats().inFlight());
  }

  @Test
  void aFailureGivesThePlaceBack() {
    var failing = write();
    held.writes.remove().completeExceptionally(new IllegalStateException("test"));
    assertEquals(true, failing.isCompletedExceptionally());
    held.broken = true;
    assertThrows(IllegalStateException.class, this::write);
    assertEquals(0, admission.stats().inFlight());
  }
}
