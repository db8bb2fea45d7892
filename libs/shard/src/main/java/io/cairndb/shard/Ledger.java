package io.cairndb.shard;

import io.cairndb.shard.MetaRecords.LedgerRecord;
import io.cairndb.shard.MetaRecords.TokenRecord;
import io.cairndb.storage.engine.Cursor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of transactions over several shards, and clients' tokens. The first decision stands;
 * whoever decides learns which that is. Confined to the shard's loop.
 */
final class Ledger {
  /** DynamoDB's window for client request tokens. */
  static final long TOKEN_MILLIS = 10 * 60 * 1000L;

  private final ShardState state;
  private final EndedMarks marks;

  Ledger(ShardState state, EndedMarks marks) {
    this.state = state;
    this.marks = marks;
  }

  CommandResult begin(Evaluation evaluation, Command.BeginTransaction command) {
    TransactionId id = command.transaction();
    LedgerRecord existing = state.ledger(id);
    if (existing != null) {
      return new CommandResult.LedgerState(id, existing.decision());
    }
    // A late repetition must not open a record that was forgotten.
    TransactionOutcome ended = marks.find(evaluation, id);
    if (ended != null) {
      return new CommandResult.LedgerState(id, ended);
    }
    if (EndedMarks.isTooLate(evaluation, id)) {
      return new CommandResult.LedgerState(id, TransactionOutcome.ABORTED);
    }
    if (command.token().isPresent()) {
      CommandResult settled = settledBy(evaluation, command.token().get());
      if (settled != null) {
        return settled;
      }
      put(evaluation, command.token().get(), id, false);
    }
    put(
        evaluation,
        id,
        new LedgerRecord(
            evaluation.now.physicalMillis(),
            null,
            command.participants(),
            command.token().map(IdempotencyToken::token)));
    return new CommandResult.LedgerState(id, null);
  }

  CommandResult decide(Evaluation evaluation, Command.RecordDecision command) {
    TransactionId id = command.transaction();
    LedgerRecord record = state.ledger(id);
    if (record != null && record.decision() != null) {
      return new CommandResult.LedgerState(id, record.decision());
    }
    if (record == null) {
      TransactionOutcome ended = marks.find(evaluation, id);
      if (ended != null) {
        return new CommandResult.LedgerState(id, ended);
      }
      if (command.outcome() == TransactionOutcome.COMMITTED) {
        return new CommandResult.LedgerState(id, TransactionOutcome.ABORTED);
      }
      record = new LedgerRecord(id.startedMillis(), null, List.of(), Optional.empty());
    }
    put(
        evaluation,
        id,
        new LedgerRecord(
            record.startedMillis(), command.outcome(), record.participants(), record.token()));
    record.token().ifPresent(token -> settle(evaluation, id, token, command.outcome()));
    return new CommandResult.LedgerState(id, command.outcome());
  }

  CommandResult forget(Evaluation evaluation, Command.ForgetTransaction command) {
    TransactionId id = command.transaction();
    LedgerRecord record = state.ledger(id);
    if (record != null && record.decision() != null) {
      remove(evaluation, id);
      marks.put(evaluation, id, record.decision());
    }
    return new CommandResult.Done();
  }

  /** How the token settles a new request; null when it does not. */
  @Nullable CommandResult settledBy(Evaluation evaluation, IdempotencyToken token) {
    byte[] value = evaluation.view.get(state.trees().meta(), MetaKeys.token(token.token()));
    TokenRecord record = value == null ? null : MetaRecords.token(value);
    if (record == null || record.expiresMillis() <= evaluation.now.physicalMillis()) {
      return null;
    }
    if (!record.hash().equals(token.requestHash())) {
      return new CommandResult.TokenMismatch();
    }
    // While the record is there, some participant may not have applied the decision yet.
    return record.done() && state.ledger(record.transaction()) == null
        ? new CommandResult.Transacted(List.of(), true)
        : new CommandResult.TokenInProgress();
  }

  /** Notes that the token's request has been done in this very batch. */
  void rememberDone(Evaluation evaluation, IdempotencyToken token) {
    put(evaluation, token, new TransactionId(evaluation.now.toUuid()), true);
  }

  /**
   * Removes what is past its time: marks from the oldest on, then tokens from where the last
   * command stopped, then decided records; see {@link Command.TrimTransactions}. Tokens are in no
   * order of time, so all of them are looked at in turn.
   */
  CommandResult trim(Evaluation evaluation, Command.TrimTransactions command) {
    int removed = marks.trim(evaluation, command.maxRecords());
    byte[] start = MetaKeys.kind(MetaKeys.TOKEN);
    byte[] from =
        command.from() == null || Arrays.compareUnsigned(command.from(), start) < 0
            ? start
            : command.from();
    if (removed == command.maxRecords()) {
      return new CommandResult.Progress(from, removed);
    }
    byte[] end = MetaKeys.kind(MetaKeys.TOKEN + 1);
    long now = evaluation.now.physicalMillis();
    byte[] next;
    try (Cursor cursor = evaluation.view.cursor(state.trees().meta(), from, end)) {
      boolean valid = cursor.seekToFirst();
      for (int seen = removed; valid && seen < command.maxRecords(); seen++) {
        if (MetaRecords.token(cursor.value()).expiresMillis() <= now) {
          evaluation.batch().delete(state.trees().meta(), cursor.key().clone());
          removed++;
        }
        valid = cursor.next();
      }
      next = valid ? cursor.key().clone() : null;
    }
    if (next == null) {
      removed += trimRecords(evaluation, command.maxRecords());
    }
    return new CommandResult.Progress(next, removed);
  }

  /** Aborts noted for transactions that never had a record, and that nobody has to carry out. */
  private int trimRecords(Evaluation evaluation, int most) {
    int removed = 0;
    for (var record : state.ledger().entrySet()) {
      if (removed == most || !EndedMarks.isPast(evaluation, record.getKey())) {
        break;
      }
      if (record.getValue().decision() != null && record.getValue().participants().isEmpty()) {
        remove(evaluation, record.getKey());
        removed++;
      }
    }
    return removed;
  }

  /** A token whose time ran out meanwhile may be another transaction's by now. */
  private void settle(
      Evaluation evaluation, TransactionId id, String token, TransactionOutcome outcome) {
    byte[] key = MetaKeys.token(token);
    byte[] value = evaluation.view.get(state.trees().meta(), key);
    if (value == null) {
      return;
    }
    TokenRecord open = MetaRecords.token(value);
    if (!open.transaction().equals(id)) {
      return;
    }
    switch (outcome) {
      case ABORTED -> evaluation.batch().delete(state.trees().meta(), key);
      case COMMITTED -> {
        long expires = evaluation.now.physicalMillis() + TOKEN_MILLIS;
        TokenRecord done = new TokenRecord(open.transaction(), expires, true, open.hash());
        evaluation.batch().put(state.trees().meta(), key, MetaRecords.encode(done));
      }
    }
  }

  private void put(
      Evaluation evaluation, IdempotencyToken token, TransactionId transaction, boolean done) {
    long expires = evaluation.now.physicalMillis() + TOKEN_MILLIS;
    TokenRecord record = new TokenRecord(transaction, expires, done, token.requestHash());
    evaluation
        .batch()
        .put(state.trees().meta(), MetaKeys.token(token.token()), MetaRecords.encode(record));
  }

  private void put(Evaluation evaluation, TransactionId id, LedgerRecord record) {
    evaluation.batch().put(state.trees().meta(), MetaKeys.ledger(id), MetaRecords.encode(record));
    evaluation.onApply(() -> state.ledger().put(id, record));
  }

  private void remove(Evaluation evaluation, TransactionId id) {
    evaluation.batch().delete(state.trees().meta(), MetaKeys.ledger(id));
    evaluation.onApply(() -> state.ledger().remove(id));
  }
}
