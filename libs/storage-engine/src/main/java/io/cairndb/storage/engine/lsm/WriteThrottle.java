package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.wal.CommitLog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps the writer from outrunning log, flush and compaction. Confined to the writer.
 *
 * <p>Waits without limit for memory (memtables, log queue), since only failure ends such a wait
 * otherwise; waits up to a limit for level 0, where going on costs read speed only.
 */
final class WriteThrottle {
  private static final Duration FOREVER = Duration.ofDays(36_500);
  private static final long SLOWDOWN_NANOS = 500_000;

  private final EngineOptions options;
  private final EngineFiles files;
  private final StateHolder states;
  private final CommitLog log;
  private final Gate gate;
  private final EngineCounters counters;
  private final BooleanSupplier failed;
  private final Worker flushWorker;

  WriteThrottle(
      EngineFiles files,
      StateHolder states,
      CommitLog log,
      Gate gate,
      EngineCounters counters,
      BooleanSupplier failed,
      Worker flushWorker) {
    this.options = files.options();
    this.files = files;
    this.states = states;
    this.log = log;
    this.gate = gate;
    this.counters = counters;
    this.failed = failed;
    this.flushWorker = flushWorker;
  }

  /** Blocks while there is no room; rotates the memtable when it is full. */
  void makeRoomForWrite(Runnable rotate) {
    if (log.pendingBytes() > options.log().pendingBytesMax()) {
      stall(() -> log.pendingBytes() <= options.log().pendingBytesMax(), FOREVER);
    }
    EngineState state = states.peek();
    int levelZero = state.version().levelZeroMax();
    if (levelZero >= options.compaction().levelZeroSlowdown()) {
      slowDown(levelZero);
    }
    if (isFull(state.active())) {
      if (!hasRoomForMemtable()) {
        stall(this::hasRoomForMemtable, FOREVER);
      }
      rotate.run();
    }
  }

  private boolean isFull(MemTable memtable) {
    return memtable.bytes() >= options.memtableBytes()
        || memtable.rangeDeletionCount() >= options.versions().rangeDeletionsMax();
  }

  private boolean hasRoomForMemtable() {
    return states.peek().immutables().size() + 2 <= options.memtablesMax();
  }

  private void slowDown(int levelZero) {
    if (levelZero >= options.compaction().levelZeroStall()) {
      stall(
          () -> states.peek().version().levelZeroMax() < options.compaction().levelZeroStall(),
          options.log().stallMax());
    } else if (!flushWorker.assist()) {
      long start = files.clock().nanoTime();
      LockSupport.parkNanos(SLOWDOWN_NANOS);
      count(start);
    }
  }

  private void stall(BooleanSupplier condition, Duration longest) {
    long start = files.clock().nanoTime();
    boolean unused =
        gate.await(() -> condition.getAsBoolean() || failed.getAsBoolean(), longest, flushWorker);
    count(start);
  }

  private void count(long start) {
    counters.writeStalls.incrementAndGet();
    counters.writeStallNanos.addAndGet(files.clock().nanoTime() - start);
  }
}
