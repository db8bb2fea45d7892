package io.cairndb.shard;

import io.cairndb.shard.MetaRecords.LedgerRecord;
import io.cairndb.shard.MetaRecords.TokenRecord;
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

  Ledger(ShardState state) {
    this.state = state;
  }

  CommandResult begin(Evaluation evaluation, Command.BeginTransaction command) {
    TransactionId id = command.transaction();
    LedgerRecord existing = find(evaluation, id);
    if (existing != null) {
      return new CommandResult.LedgerState(id, existing.decision());
    }
    byte[] mark = evaluation.view.get(state.trees().meta(), MetaKeys.ended(id));
    if (mark != null) {
      // A late repetition must not open a record that was forgotten.
      return new CommandResult.LedgerState(id, MetaRecords.outcome(mark));
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
    LedgerRecord record = find(evaluation, id);
    if (record != null && record.decision() != null) {
      return new CommandResult.LedgerState(id, record.decision());
    }
    if (record == null) {
      byte[] mark = evaluation.view.get(state.trees().meta(), MetaKeys.ended(id));
      if (mark != null) {
        return new CommandResult.LedgerState(id, MetaRecords.outcome(mark));
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
    LedgerRecord record = find(evaluation, id);
    if (record != null && record.decision() != null) {
      evaluation.batch().delete(state.trees().meta(), MetaKeys.ledger(id));
      evaluation
          .batch()
          .put(state.trees().meta(), MetaKeys.ended(id), MetaRecords.encode(record.decision()));
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
    return record.done() && find(evaluation, record.transaction()) == null
        ? new CommandResult.Transacted(List.of(), true)
        : new CommandResult.TokenInProgress();
  }

  /** Notes that the token's request has been done in this very batch. */
  void rememberDone(Evaluation evaluation, IdempotencyToken token) {
    put(evaluation, token, new TransactionId(evaluation.now.toUuid()), true);
  }

  /** Removes what is past its time among the next records; see {@link Command.TrimTransactions}. */
  CommandResult trim(Evaluation evaluation, Command.TrimTransactions command) {
    byte[] from = command.from() == null ? MetaKeys.kind(MetaKeys.ENDED) : command.from();
    byte[] end = MetaKeys.kind(MetaKeys.LEDGER + 1);
    int removed = 0;
    try (var cursor = evaluation.view.cursor(state.trees().meta(), from, end)) {
      boolean valid = cursor.seekToFirst();
      for (int seen = 0; valid && seen < command.maxRecords(); seen++) {
        if (isPast(evaluation, cursor.key(), cursor.value())) {
          evaluation.batch().delete(state.trees().meta(), cursor.key());
          removed++;
        }
        valid = cursor.next();
      }
      byte[] next = valid ? Arrays.copyOf(cursor.key(), cursor.key().length) : null;
      return new CommandResult.Progress(next, removed);
    }
  }

  private static boolean isPast(Evaluation evaluation, byte[] key, byte[] value) {
    long now = evaluation.now.physicalMillis();
    return switch (key[0]) {
      case MetaKeys.ENDED -> {
        TransactionId id = new TransactionId(new RecordReader("mark key", key).skip(1).uuid());
        yield id.startedMillis() < now - Transactions.MARK_MILLIS;
      }
      case MetaKeys.TOKEN -> MetaRecords.token(value).expiresMillis() <= now;
      case MetaKeys.LEDGER -> {
        LedgerRecord record = MetaRecords.ledger(value);
        yield record.decision() != null
            && record.participants().isEmpty()
            && record.startedMillis() < now - Transactions.MARK_MILLIS;
      }
      default -> false;
    };
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
  }

  private @Nullable LedgerRecord find(Evaluation evaluation, TransactionId id) {
    byte[] value = evaluation.view.get(state.trees().meta(), MetaKeys.ledger(id));
    return value == null ? null : MetaRecords.ledger(value);
  }
}
