package io.cairndb.shard;

import io.cairndb.item.KeyLayout;
import io.cairndb.placement.PartitionId;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The change log of a shard as its consumers see it. Thread-safe; {@link #onDurable} is called by
 * the shard only, in log order.
 *
 * <p>Invariant: {@code tails} never names a record that is not visible to a new snapshot.
 */
final class ChangeFeed implements ChangeLogReader {
  private final StorageEngine engine;
  private final Trees trees;
  private final Supplier<ShardCatalog> catalog;

  /** Newest record of partitions that are hosted or still have records. */
  private final Map<PartitionId, ChangePosition> tails = new ConcurrentHashMap<>();

  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock mutex = new ReentrantLock();
  private final Condition grown = mutex.newCondition();

  /** Threads in {@link #awaitChange}: spares the log thread the lock when there are none. */
  private final AtomicInteger waiting = new AtomicInteger();

  ChangeFeed(StorageEngine engine, Trees trees, Supplier<ShardCatalog> catalog) {
    this.engine = engine;
    this.trees = trees;
    this.catalog = catalog;
  }

  void onDurable(PartitionId partition, ChangePosition position) {
    tails.merge(partition, position, ChangeFeed::later);
    for (ChangeListener listener : listeners) {
      listener.onChanges(partition, position);
    }
    if (waiting.get() > 0) {
      mutex.lock();
      try {
        grown.signalAll();
      } finally {
        mutex.unlock();
      }
    }
  }

  @Override
  public List<ChangeRecord.Positioned> read(
      PartitionId partition, ChangePosition after, int maxRecords, long maxBytes) {
    List<ChangeRecord.Positioned> records = new ArrayList<>();
    byte[] lower = justAfter(ChangeLog.key(partition, after));
    byte[] upper = KeyLayout.successor(ChangeLog.prefix(partition));
    long bytes = 0;
    try (ReadView view = engine.snapshot();
        Cursor cursor = view.cursor(trees.changes(), lower, upper)) {
      boolean valid = cursor.seekToFirst();
      while (valid && records.size() < maxRecords && (bytes < maxBytes || records.isEmpty())) {
        ChangeRecord change = ChangeLog.decode(cursor.value());
        records.add(new ChangeRecord.Positioned(ChangeLog.positionOf(cursor.key()), change));
        bytes += change.sizeInBytes();
        valid = cursor.next();
      }
    }
    return records;
  }

  @Override
  public ChangePosition tail(PartitionId partition) {
    ChangePosition known = tails.get(partition);
    if (known != null) {
      return known;
    }
    ChangePosition stored = storedTail(partition);
    return isHosted(partition) ? tails.merge(partition, stored, ChangeFeed::later) : stored;
  }

  private ChangePosition storedTail(PartitionId partition) {
    byte[] prefix = ChangeLog.prefix(partition);
    try (ReadView view = engine.snapshot();
        Cursor cursor = view.cursor(trees.changes(), prefix, KeyLayout.successor(prefix))) {
      return cursor.seekToLast() ? ChangeLog.positionOf(cursor.key()) : ChangePosition.BEGINNING;
    }
  }

  @Override
  public Optional<ChangePosition> oldest(PartitionId partition) {
    byte[] prefix = ChangeLog.prefix(partition);
    try (ReadView view = engine.snapshot();
        Cursor cursor = view.cursor(trees.changes(), prefix, KeyLayout.successor(prefix))) {
      return cursor.seekToFirst()
          ? Optional.of(ChangeLog.positionOf(cursor.key()))
          : Optional.empty();
    }
  }

  @Override
  public List<PartitionId> partitions() {
    List<PartitionId> found = new ArrayList<>();
    try (ReadView view = engine.snapshot();
        Cursor cursor = view.cursor(trees.changes(), null, null)) {
      boolean valid = cursor.seekToFirst();
      while (valid) {
        PartitionId partition = ChangeLog.partitionOf(cursor.key());
        found.add(partition);
        byte[] behind = KeyLayout.successor(ChangeLog.prefix(partition));
        valid = behind != null && cursor.seekCeiling(behind);
      }
    }
    forgetGone(Set.copyOf(found));
    return found;
  }

  /** A partition that is gone gets no new records: without any, it needs no tail either. */
  private void forgetGone(Set<PartitionId> recorded) {
    tails.keySet().removeIf(known -> !recorded.contains(known) && !isHosted(known));
  }

  private boolean isHosted(PartitionId partition) {
    return catalog.get().partition(partition) != null;
  }

  /** Partitions with a tail in memory. */
  Set<PartitionId> remembered() {
    return Set.copyOf(tails.keySet());
  }

  @Override
  public ChangePosition indexCursor(PartitionId indexPartition, PartitionId source) {
    try (ReadView view = engine.snapshot()) {
      byte[] value = view.get(trees.meta(), MetaKeys.indexCursor(indexPartition, source));
      return value == null ? ChangePosition.BEGINNING : MetaRecords.position(value);
    }
  }

  @Override
  public boolean awaitChange(PartitionId partition, ChangePosition after, Duration timeout)
      throws InterruptedException {
    long left = timeout.toNanos();
    waiting.incrementAndGet();
    mutex.lockInterruptibly();
    try {
      // The tail is looked at after the thread has counted itself: a change is seen or signalled.
      while (tail(partition).compareTo(after) <= 0) {
        if (left <= 0) {
          return false;
        }
        left = grown.awaitNanos(left);
      }
      return true;
    } finally {
      waiting.decrementAndGet();
      mutex.unlock();
    }
  }

  @Override
  public Subscription subscribe(ChangeListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private static ChangePosition later(ChangePosition left, ChangePosition right) {
    return left.compareTo(right) >= 0 ? left : right;
  }

  private static byte[] justAfter(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
