package io.cairndb.shard;

import io.cairndb.item.Bytes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the state machine keeps in memory: everything here is rebuilt from the engine at open, or is
 * a cache. Confined to the shard's loop, except for the catalog, which is immutable.
 */
final class ShardState {
  private static final int WINDOW_REQUESTS = 4096;
  private static final long WINDOW_BYTES = 8L * 1024 * 1024;

  private final Trees trees;
  private final byte[] cleanClose;
  private final RequestWindow requests = new RequestWindow(WINDOW_REQUESTS, WINDOW_BYTES);
  private final SequencedMap<TransactionId, MetaRecords.PreparedRecord> prepared =
      new LinkedHashMap<>();
  private final SortedMap<TransactionId, MetaRecords.LedgerRecord> ledger =
      new TreeMap<>(TransactionId.BY_AGE);
  private final Map<Bytes, TransactionId> locks = new HashMap<>();
  private final SequencedMap<UUID, MaintenanceJob> jobs = new TreeMap<>();
  private volatile ShardCatalog catalog = ShardCatalog.EMPTY;
  private long clockMarkMillis;

  /**
   * An empty state.
   *
   * @param cleanClose the record of a clean close of the engine as it is
   */
  ShardState(Trees trees, byte[] cleanClose) {
    this.trees = trees;
    this.cleanClose = cleanClose;
  }

  Trees trees() {
    return trees;
  }

  byte[] cleanClose() {
    return cleanClose;
  }

  ShardCatalog catalog() {
    return catalog;
  }

  void catalog(ShardCatalog changed) {
    catalog = changed;
  }

  RequestWindow requests() {
    return requests;
  }

  /** Whether an intent holds the item; asked on every write, hence the cheap way out. */
  boolean isLocked(byte[] engineKey) {
    return !locks.isEmpty() && locks.containsKey(Bytes.of(engineKey));
  }

  MetaRecords.@Nullable PreparedRecord prepared(TransactionId transaction) {
    return prepared.get(transaction);
  }

  SequencedMap<TransactionId, MetaRecords.PreparedRecord> prepared() {
    return prepared;
  }

  void lock(TransactionId transaction, MetaRecords.PreparedRecord part) {
    prepared.put(transaction, part);
    part.items().forEach(item -> locks.put(Bytes.of(item.engineKey()), transaction));
  }

  void unlock(TransactionId transaction) {
    MetaRecords.PreparedRecord part = prepared.remove(transaction);
    if (part != null) {
      part.items().forEach(item -> locks.remove(Bytes.of(item.engineKey())));
    }
  }

  MetaRecords.@Nullable LedgerRecord ledger(TransactionId transaction) {
    return ledger.get(transaction);
  }

  /** Ledger records that have not been forgotten, oldest transaction first. */
  SortedMap<TransactionId, MetaRecords.LedgerRecord> ledger() {
    return ledger;
  }

  SequencedMap<UUID, MaintenanceJob> jobs() {
    return jobs;
  }

  /** No timestamp given so far is later than this. */
  long clockMarkMillis() {
    return clockMarkMillis;
  }

  void clockMarkMillis(long millis) {
    clockMarkMillis = millis;
  }
}
