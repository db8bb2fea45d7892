package io.cairndb.router.core.transactions;

import io.cairndb.coordination.AdmissionControl;
import io.cairndb.router.core.items.ItemTransactions;
import io.cairndb.shard.Refusal;
import io.cairndb.transactions.ClientToken;
import java.util.List;
import java.util.Optional;
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
  public CompletableFuture<WriteOutcome> write(List<Action> actions, Optional<ClientToken> token) {
    return admitted(
        () -> transactions.write(actions, token),
        new WriteOutcome.Refused(new Refusal.Overloaded()));
  }

  @Override
  public CompletableFuture<ReadOutcome> read(List<Place> places) {
    return admitted(
        () -> transactions.read(places), new ReadOutcome.Refused(new Refusal.Overloaded()));
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
