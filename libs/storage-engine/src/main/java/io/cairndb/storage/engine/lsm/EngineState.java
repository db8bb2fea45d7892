package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.Sstable;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What readers look at: memtables and tables. Immutable but for the active memtable's contents.
 * Born with one reference, the engine's; keeps its tables open and its memtables in memory until
 * the last reference is gone.
 */
final class EngineState {
  private final MemTable active;

  /** Full memtables waiting for their flush, newest first. */
  private final List<MemTable> immutables;

  private final LsmVersion version;
  private final List<Sstable> tables;
  private final AtomicInteger references = new AtomicInteger(1);

  /** The caller protects memtables and the tables of {@code version} while this runs. */
  EngineState(MemTable active, List<MemTable> immutables, LsmVersion version) {
    this.active = active;
    this.immutables = List.copyOf(immutables);
    this.version = version;
    this.tables = version.tables();
    tables.forEach(Sstable::retain);
    active.retain();
    this.immutables.forEach(MemTable::retain);
  }

  /** Adds a reference unless the last one is gone already. */
  boolean tryRetain() {
    int count = references.get();
    while (count > 0) {
      if (references.compareAndSet(count, count + 1)) {
        return true;
      }
      count = references.get();
    }
    return false;
  }

  /** Gives a reference back; true when it was the last and {@link #releaseTables} is due. */
  boolean release() {
    return references.decrementAndGet() == 0;
  }

  /** May close and delete files. */
  void releaseTables() {
    tables.forEach(Sstable::release);
    active.release();
    immutables.forEach(MemTable::release);
  }

  MemTable active() {
    return active;
  }

  List<MemTable> immutables() {
    return immutables;
  }

  /** No memtable holds a write up to this sequence number. */
  long settledSequence() {
    return (immutables.isEmpty() ? active : immutables.getLast()).sequenceBefore();
  }

  /** Whether all writes up to {@code sequence} that were in immutable memtables are in tables. */
  boolean isFlushed(long sequence) {
    return immutables.isEmpty() || immutables.getLast().lastSequence() > sequence;
  }

  LsmVersion version() {
    return version;
  }

  long memtableBytes() {
    long bytes = active.bytes();
    for (MemTable memtable : immutables) {
      bytes += memtable.bytes();
    }
    return bytes;
  }
}
