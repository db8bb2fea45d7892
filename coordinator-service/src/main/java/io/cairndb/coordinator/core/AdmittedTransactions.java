package io.cairndb.coordinator.core;

import io.cairndb.coordination.AdmissionControl;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Transactions that count among the requests under way, and are refused when those are too many. A
 * transaction is counted as a whole and before its first message: what follows, its decision above
 * all, needs no further place, and neither does recovery, which does not come this way.
 * Thread-safe.
 */
public final class AdmittedTransactions implements ItemTransactions {
  private final ItemTransactions transactions;
  private final AdmissionControl admission;

  public AdmittedTransactions(ItemTransactions transactions, AdmissionControl admission) {
    this.transactions = transactions;
    this.admission = admission;
  }

  @Override
  public CompletableFuture<WriteOutcome> write(WriteRequest request) {
    return admitted(
        () -> transactions.write(request), new WriteOutcome.Refused(new Refusal.Overloaded()));
  }

  @Override
  public CompletableFuture<ReadOutcome> read(ReadRequest request) {
    return admitted(
        () -> transactions.read(request), new ReadOutcome.Refused(new Refusal.Overloaded()));
  }

  private <T> CompletableFuture<T> admitted(Supplier<CompletableFuture<T>> request, T refused) {
    if (!admission.tryAcquire()) {
      return CompletableFuture.completedFuture(refused);
    }
    CompletableFuture<T> answer;
    try {
      answer = request.get();
    } catch (RuntimeException | Error defect) {
      admission.release();
      throw defect;
    }
    return answer.whenComplete((ignored, failure) -> admission.release());
  }
}
