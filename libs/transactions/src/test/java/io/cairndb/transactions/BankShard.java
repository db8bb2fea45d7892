package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.ShardId;
import io.cairndb.transactions.Ledger.BeginReply;
import io.cairndb.transactions.Ledger.DecideReply;
import io.cairndb.transactions.Participants.EndReply;
import io.cairndb.transactions.Participants.LocalReply;
import io.cairndb.transactions.Participants.PrepareReply;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A shard of accounts that keeps the contract of the ports, or breaks it in one seeded way. All its
 * state is durable: a crash only loses messages.
 */
final class BankShard {
  final ShardId id;
  final Map<Integer, Account> accounts = new LinkedHashMap<>();
  final Map<Hlc, Held> held = new LinkedHashMap<>();
  final Map<Hlc, Entry> ledger = new LinkedHashMap<>();
  private final Map<Hlc, Decision> ended = new HashMap<>();
  private final Map<Hlc, Decision> forgotten = new HashMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private final Set<Bug> bugs;
  private long localVersions;

  /** Ways to break the contract, each of which the simulation must notice. */
  enum Bug {
    DECISION_OVERWRITTEN,
    PREPARE_HOLDS_NOTHING,
    END_NOT_REMEMBERED,
    READ_IGNORES_HOLDS,
    TOKEN_ANSWERS_EARLY
  }

  /**
   * What a transfer does to one account.
   *
   * @param delta 0 for a check
   * @param atLeast balance that must be there before
   */
  record Change(int request, int account, long delta, long atLeast) {}

  /** One committed change: which request, and how many changes it had seen when it was checked. */
  record Applied(int request, int seen) {}

  /** Balance and history. */
  static final class Account {
    long balance;
    Hlc version = Hlc.MIN;
    @Nullable Hlc holder;
    final List<Applied> history = new ArrayList<>();

    Account(long balance) {
      this.balance = balance;
    }
  }

  record Held(ShardId ledger, List<Change> changes, List<Integer> seen) {}

  record Entry(List<ShardId> participants, @Nullable Decision decision, @Nullable String token) {}

  private record Token(ClientToken token, Hlc transaction, boolean committed) {}

  BankShard(ShardId id, @Nullable Bug bug) {
    this.id = id;
    bugs = bug == null ? EnumSet.noneOf(Bug.class) : EnumSet.of(bug);
  }

  LocalReply<Long, String, String> transactLocally(
      List<Change> changes, Optional<ClientToken> token) {
    if (token.isPresent()) {
      Token known = tokens.get(token.get().text());
      if (known != null) {
        if (!known.token().equals(token.get())) {
          return new LocalReply.TokenMismatch<>();
        }
        return isDone(known)
            ? new LocalReply.Applied<>(List.of(), true)
            : new LocalReply.TokenInProgress<>();
      }
    }
    List<String> reasons = reasons(changes);
    if (reasons.stream().anyMatch(reason -> !reason.isEmpty())) {
      return new LocalReply.Refused<>(reasons);
    }
    Hlc version = new Hlc(++localVersions, 0);
    token.ifPresent(t -> tokens.put(t.text(), new Token(t, version, true)));
    return new LocalReply.Applied<>(apply(version, changes, seen(changes)), false);
  }

  PrepareReply<Long, String, String> prepare(Hlc transaction, ShardId at, List<Change> changes) {
    if (ended.containsKey(transaction)) {
      return new PrepareReply.Ended<>();
    }
    if (!held.containsKey(transaction)) {
      List<String> reasons = reasons(changes);
      if (reasons.stream().anyMatch(reason -> !reason.isEmpty())) {
        return new PrepareReply.Refused<>(reasons);
      }
      held.put(transaction, new Held(at, changes, seen(changes)));
      if (!bugs.contains(Bug.PREPARE_HOLDS_NOTHING)) {
        changes.forEach(change -> account(change).holder = transaction);
      }
    }
    List<Long> outcomes = new ArrayList<>();
    changes.forEach(change -> outcomes.add(account(change).balance + change.delta()));
    return new PrepareReply.Prepared<>(outcomes);
  }

  EndReply end(Hlc transaction, Decision decision) {
    Decision before = ended.get(transaction);
    if (before != null) {
      return new EndReply.Ended(before);
    }
    if (!bugs.contains(Bug.END_NOT_REMEMBERED)) {
      ended.put(transaction, decision);
    }
    Held mine = held.remove(transaction);
    if (mine != null) {
      mine.changes().forEach(change -> account(change).holder = null);
      if (decision == Decision.COMMITTED) {
        apply(transaction, mine.changes(), mine.seen());
      }
    }
    return new EndReply.Ended(decision);
  }

  BeginReply<String> begin(
      Hlc transaction, List<ShardId> participants, Optional<ClientToken> token) {
    Decision gone = forgotten.get(transaction);
    if (gone != null) {
      return new BeginReply.Decided<>(gone);
    }
    Entry entry = ledger.get(transaction);
    if (entry != null) {
      return entry.decision() == null
          ? new BeginReply.Open<>()
          : new BeginReply.Decided<>(entry.decision());
    }
    if (token.isPresent()) {
      Token known = tokens.get(token.get().text());
      if (known != null) {
        if (!known.token().equals(token.get())) {
          return new BeginReply.TokenMismatch<>();
        }
        return isDone(known) ? new BeginReply.Repeated<>() : new BeginReply.TokenInProgress<>();
      }
      tokens.put(token.get().text(), new Token(token.get(), transaction, false));
    }
    ledger.put(
        transaction, new Entry(participants, null, token.map(ClientToken::text).orElse(null)));
    return new BeginReply.Open<>();
  }

  DecideReply decide(Hlc transaction, Decision proposed) {
    Decision gone = forgotten.get(transaction);
    if (gone != null) {
      return new DecideReply.Decided(gone);
    }
    Entry entry = ledger.get(transaction);
    if (entry == null) {
      ledger.put(transaction, new Entry(List.of(), Decision.ABORTED, null));
      return new DecideReply.Decided(Decision.ABORTED);
    }
    if (entry.decision() != null && !bugs.contains(Bug.DECISION_OVERWRITTEN)) {
      return new DecideReply.Decided(entry.decision());
    }
    ledger.put(transaction, new Entry(entry.participants(), proposed, entry.token()));
    if (entry.token() != null) {
      Token token = Objects.requireNonNull(tokens.remove(entry.token()));
      if (proposed == Decision.COMMITTED) {
        tokens.put(entry.token(), new Token(token.token(), transaction, true));
      }
    }
    return new DecideReply.Decided(proposed);
  }

  boolean forget(Hlc transaction) {
    Entry entry = ledger.get(transaction);
    if (entry != null && entry.decision() != null) {
      ledger.remove(transaction);
      forgotten.put(transaction, entry.decision());
    }
    return true;
  }

  List<Unfinished> unfinished(long startedBefore) {
    List<Unfinished> found = new ArrayList<>();
    held.forEach(
        (transaction, mine) -> {
          if (transaction.physicalMillis() < startedBefore) {
            found.add(new Unfinished(transaction, mine.ledger(), List.of(id), false));
          }
        });
    ledger.forEach(
        (transaction, entry) -> {
          if (transaction.physicalMillis() < startedBefore) {
            found.add(new Unfinished(transaction, id, entry.participants(), true));
          }
        });
    return found;
  }

  List<SnapshotReader.Version<Long>> read(List<Integer> names) {
    List<SnapshotReader.Version<Long>> versions = new ArrayList<>();
    for (int name : names) {
      Account account = Objects.requireNonNull(accounts.get(name));
      boolean isHeld = account.holder != null && !bugs.contains(Bug.READ_IGNORES_HOLDS);
      versions.add(new SnapshotReader.Version<>(account.balance, account.version, isHeld));
    }
    return versions;
  }

  /** Committed, and applied everywhere: until then the record is there. */
  private boolean isDone(Token token) {
    return token.committed()
        && (!ledger.containsKey(token.transaction()) || bugs.contains(Bug.TOKEN_ANSWERS_EARLY));
  }

  private List<String> reasons(List<Change> changes) {
    List<String> reasons = new ArrayList<>();
    for (Change change : changes) {
      Account account = account(change);
      reasons.add(
          account.holder != null
              ? "conflict"
              : account.balance < change.atLeast() ? "condition" : "");
    }
    return reasons;
  }

  private List<Integer> seen(List<Change> changes) {
    List<Integer> seen = new ArrayList<>();
    changes.forEach(change -> seen.add(account(change).history.size()));
    return seen;
  }

  private List<Long> apply(Hlc version, List<Change> changes, List<Integer> seen) {
    List<Long> outcomes = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      Account account = account(change);
      account.balance += change.delta();
      account.version = version;
      account.history.add(new Applied(change.request(), seen.get(i)));
      outcomes.add(account.balance);
    }
    return outcomes;
  }

  private Account account(Change change) {
    return Objects.requireNonNull(accounts.get(change.account()));
  }
}
