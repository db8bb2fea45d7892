package io.cairndb.shard;

import io.cairndb.storage.engine.Cursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Marks of transactions that have ended here, and how long a message of one may come after that.
 * Confined to the shard's loop.
 *
 * <p>How long marks have to stay:
 *
 * <ol>
 *   <li>Only a prepare or the opening of a ledger record could make an ended transaction live
 *       again. {@link #isTooLate} refuses both by the transaction's age, as told by the clock of
 *       this shard, which never goes back. So for them a mark is needed while the transaction is
 *       younger than {@link #LATEST_START_MILLIS}. A coordinator sends both at once when it makes
 *       the identity, and recovery takes it for gone after seconds: none of the age is in use.
 *   <li>A commit, an abort or a decision that comes when the mark is gone changes no item: a record
 *       is forgotten after every participant has ended, so none of them holds an intent. The mark
 *       only serves to answer with the decision that stood. Who asks is a coordinator or a pass of
 *       recovery, each of which repeats itself a few times in a few seconds and starts from a
 *       transaction it found unfinished. {@link #ANSWERED_MILLIS} leaves them the time that clients
 *       have to repeat a token, which is far more.
 * </ol>
 *
 * <p>Identities ascend with time, and so do the keys of marks: those past their time come first.
 * Where the last trim stopped is remembered, to spare walking over what it deleted.
 *
 * <p>Invariant: no mark has a key below {@code from}.
 */
final class EndedMarks {
  /** Oldest transaction that may still prepare or open its ledger record. */
  static final long LATEST_START_MILLIS = 60 * 1000L;

  /** How long after that an ended transaction is remembered. */
  private static final long ANSWERED_MILLIS = Ledger.TOKEN_MILLIS;

  /** How long the mark of a transaction stays, from the transaction's beginning. */
  static final long MARK_MILLIS = LATEST_START_MILLIS + ANSWERED_MILLIS;

  private final ShardState state;
  private byte[] from = MetaKeys.kind(MetaKeys.ENDED);

  EndedMarks(ShardState state) {
    this.state = state;
  }

  /** Whether the transaction began so long ago that it must not begin here any more. */
  static boolean isTooLate(Evaluation evaluation, TransactionId id) {
    return id.startedMillis() < evaluation.now.physicalMillis() - LATEST_START_MILLIS;
  }

  /** Whether what is kept of a transaction after its end may go. */
  static boolean isPast(Evaluation evaluation, TransactionId id) {
    return id.startedMillis() < evaluation.now.physicalMillis() - MARK_MILLIS;
  }

  void put(Evaluation evaluation, TransactionId id, TransactionOutcome outcome) {
    byte[] key = MetaKeys.ended(id);
    evaluation.batch().put(state.trees().meta(), key, MetaRecords.encode(outcome));
    if (Arrays.compareUnsigned(key, from) < 0) {
      evaluation.onApply(() -> from = key);
    }
  }

  /** How the transaction ended here, as far as that is remembered. */
  @Nullable TransactionOutcome find(Evaluation evaluation, TransactionId id) {
    byte[] mark = evaluation.view.get(state.trees().meta(), MetaKeys.ended(id));
    return mark == null ? null : MetaRecords.outcome(mark);
  }

  /** Removes the oldest marks that are past their time; returns how many. */
  int trim(Evaluation evaluation, int most) {
    int removed = 0;
    byte[] stopped = from;
    byte[] end = MetaKeys.kind(MetaKeys.ENDED + 1);
    try (Cursor cursor = evaluation.view.cursor(state.trees().meta(), from, end)) {
      boolean valid = cursor.seekToFirst();
      while (valid && removed < most && isPast(evaluation, idOf(cursor.key()))) {
        stopped = cursor.key().clone();
        evaluation.batch().delete(state.trees().meta(), stopped);
        removed++;
        valid = cursor.next();
      }
      if (valid) {
        stopped = cursor.key().clone();
      }
    }
    byte[] next = stopped;
    evaluation.onApply(() -> from = next);
    return removed;
  }

  private static TransactionId idOf(byte[] key) {
    return new TransactionId(new RecordReader("mark key", key).skip(1).uuid());
  }
}
