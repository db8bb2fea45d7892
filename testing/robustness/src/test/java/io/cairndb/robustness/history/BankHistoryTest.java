package io.cairndb.robustness.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Money made, lost or moved by halves must be noticed. */
final class BankHistoryTest {
  private static final Map<String, Long> OPENING = Map.of("a", 50L, "b", 50L);
  private final BankHistory bank = new BankHistory(100);

  @Test
  void acceptsTransfersThatHappenedOrNever() {
    bank.transfer("t1", "a", "b", 10, true);
    bank.transfer("t2", "b", "a", 5, false);
    bank.sawTotal(100);
    assertEquals(List.of(), bank.violations(OPENING, Map.of("a", 40L, "b", 60L), List.of("t1")));
    assertEquals(
        List.of(), bank.violations(OPENING, Map.of("a", 45L, "b", 55L), List.of("t1", "t2")));
  }

  @Test
  void rejectsTornRead() {
    bank.sawTotal(90);
    assertEquals(1, bank.violations(OPENING, OPENING, List.of()).size());
  }

  @Test
  void rejectsHalfTransfer() {
    bank.transfer("t1", "a", "b", 10, false);
    assertEquals(1, bank.violations(OPENING, Map.of("a", 40L, "b", 50L), List.of()).size());
    assertEquals(1, bank.violations(OPENING, Map.of("a", 40L, "b", 50L), List.of("t1")).size());
  }

  @Test
  void rejectsLostAcknowledgedTransfer() {
    bank.transfer("t1", "a", "b", 10, true);
    assertEquals(1, bank.violations(OPENING, OPENING, List.of()).size());
  }

  @Test
  void rejectsReceiptOfNobody() {
    assertEquals(1, bank.violations(OPENING, OPENING, List.of("t9")).size());
  }
}
