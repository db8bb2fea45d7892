package io.cairndb.robustness.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Transfers between accounts in transactions: every transactional read must see the same total, and
 * at the end each transfer must have happened wholly or not at all. Not thread-safe.
 */
public final class BankHistory {
  private final long total;
  private final Map<String, Transfer> transfers = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  private record Transfer(String from, String to, long amount, boolean acknowledged) {}

  /** A bank whose accounts always sum up to the total. */
  public BankHistory(long total) {
    this.total = total;
  }

  /** Records what a transactional read of all accounts saw. */
  public void sawTotal(long seen) {
    if (seen != total) {
      violations.add("a transactional read saw a total of " + seen + " instead of " + total);
    }
  }

  /** Records a transfer; not acknowledged means that its outcome is unknown. */
  public void transfer(String id, String from, String to, long amount, boolean acknowledged) {
    transfers.put(id, new Transfer(from, to, amount, acknowledged));
  }

  /**
   * What contradicts a serializable bank.
   *
   * @param opening balances at the beginning
   * @param closing balances at the end
   * @param receipts the transfers that left their receipt, which each transaction writes too
   */
  public List<String> violations(
      Map<String, Long> opening, Map<String, Long> closing, List<String> receipts) {
    List<String> found = new ArrayList<>(violations);
    Map<String, Long> explained = new HashMap<>(opening);
    for (String id : receipts) {
      Transfer transfer = transfers.get(id);
      if (transfer == null) {
        found.add("a receipt of a transfer nobody made: " + id);
      } else {
        explained.merge(transfer.from(), -transfer.amount(), Long::sum);
        explained.merge(transfer.to(), transfer.amount(), Long::sum);
      }
    }
    for (String id : new TreeSet<>(transfers.keySet())) {
      Transfer transfer = transfers.get(id);
      if (transfer != null && transfer.acknowledged() && !receipts.contains(id)) {
        found.add("acknowledged transfer without a receipt: " + id);
      }
    }
    if (!explained.equals(closing)) {
      found.add("the receipts explain " + explained + " but the balances are " + closing);
    }
    return found;
  }
}
