package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CacheStats;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache of decompressed blocks. Thread-safe.
 *
 * <p>Each open table has an array with a slot per block, so a hit is one array read: no hashing, no
 * lock. Eviction is second-chance (CLOCK), sharded: a block enters unmarked, a hit marks it, the
 * hand gives marked blocks another round. A block read once by a scan therefore leaves before any
 * block that was ever hit, and long scans do not enter blocks at all.
 */
public final class BlockCache {
  private static final int SHARDS = 8;
  private static final int ENTRY_OVERHEAD_BYTES = 64;

  /** One cached block; without data once its table is closed. */
  static final class Entry {
    private final AtomicReferenceArray<@Nullable Entry> slots;
    private final int ordinal;
    private final int charge;
    private volatile byte @Nullable [] data;
    private volatile boolean marked;

    Entry(AtomicReferenceArray<@Nullable Entry> slots, int ordinal, byte[] data) {
      this.slots = slots;
      this.ordinal = ordinal;
      this.data = data;
      this.charge = data.length + ENTRY_OVERHEAD_BYTES;
    }
  }

  private static final class Shard {
    final ArrayDeque<Entry> clock = new ArrayDeque<>();
    long bytes;
  }

  private final Shard[] shards = new Shard[SHARDS];
  private final long shardCapacityBytes;
  private final BlockReaders readers = new BlockReaders();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  public BlockCache(long capacityBytes) {
    shardCapacityBytes = capacityBytes / SHARDS;
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
  }

  /** What the tables of this cache read their blocks with. */
  BlockReaders readers() {
    return readers;
  }

  byte @Nullable [] find(AtomicReferenceArray<@Nullable Entry> slots, int ordinal, boolean mark) {
    Entry entry = slots.get(ordinal);
    byte[] data = entry == null ? null : entry.data;
    if (entry == null || data == null) {
      misses.increment();
      return null;
    }
    hits.increment();
    if (mark && !entry.marked) {
      entry.marked = true;
    }
    return data;
  }

  void insert(AtomicReferenceArray<@Nullable Entry> slots, int ordinal, byte[] data) {
    Entry entry = new Entry(slots, ordinal, data);
    if (entry.charge > shardCapacityBytes || !slots.compareAndSet(ordinal, null, entry)) {
      return;
    }
    Shard shard = shards[ordinal & (SHARDS - 1)];
    synchronized (shard) {
      shard.clock.addLast(entry);
      shard.bytes += entry.charge;
      while (shard.bytes > shardCapacityBytes) {
        evictOne(shard);
      }
    }
  }

  /** Whether a block would enter without another leaving that can still be used. */
  boolean hasRoom(int ordinal, int bytes) {
    Shard shard = shards[ordinal & (SHARDS - 1)];
    synchronized (shard) {
      while (!shard.clock.isEmpty() && shard.clock.getFirst().data == null) {
        shard.bytes -= shard.clock.removeFirst().charge;
      }
      return shard.bytes + bytes + ENTRY_OVERHEAD_BYTES <= shardCapacityBytes;
    }
  }

  private static void evictOne(Shard shard) {
    Entry candidate = shard.clock.removeFirst();
    if (candidate.marked && candidate.data != null) {
      candidate.marked = false;
      shard.clock.addLast(candidate);
    } else {
      candidate.slots.compareAndSet(candidate.ordinal, candidate, null);
      shard.bytes -= candidate.charge;
    }
  }

  /** Frees the blocks of a closed table; their places in the clock go when the hand passes. */
  static void drop(AtomicReferenceArray<@Nullable Entry> slots) {
    for (int i = 0; i < slots.length(); i++) {
      Entry entry = slots.getAndSet(i, null);
      if (entry != null) {
        entry.data = null;
      }
    }
  }

  public long hits() {
    return hits.sum();
  }

  public long misses() {
    return misses.sum();
  }

  /** Figures at this moment. */
  public CacheStats stats() {
    long held = bytes();
    return new CacheStats(hits(), misses(), 0, held, held, 0);
  }

  /** Bytes held, the places of closed tables included. */
  public long bytes() {
    long total = 0;
    for (Shard shard : shards) {
      synchronized (shard) {
        total += shard.bytes;
      }
    }
    return total;
  }
}
