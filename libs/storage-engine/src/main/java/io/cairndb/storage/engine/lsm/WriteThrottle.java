package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import io.cairndb.env.Worker;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.MemoryOptions;
import io.cairndb.storage.engine.ThrottleOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteBufferBudget;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.wal.CommitLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps writers from outrunning log, flush and compaction. Two steps:
 *
 * <ol>
 *   <li>{@link #delay}, before the write lock: while the last free memtable fills, or level 0, the
 *       tables that a tree of time windows is behind with or the work before compactions is past
 *       its slow-down mark, each write waits for its turn at a rate that follows from how fast that
 *       backlog drains. Many short waits in place of one long one.
 *   <li>{@link #makeRoomForWrite}, under the write lock: stops writes at the hard limits. Waits
 *       without limit for memory (memtables, log queue), since only failure ends such a wait
 *       otherwise; waits up to a limit for compactions, where going on costs read speed only.
 * </ol>
 */
final class WriteThrottle {
  /** Shorter waits are left to add up: the system cannot time them. */
  private static final long DELAY_NANOS_MIN = 200_000;

  private static final long DELAY_NANOS_MAX = 20_000_000;

  /** The shared budget is looked at whenever this share of it may have been written. */
  private static final long BUDGET_STEPS = 256;

  private static final long BUDGET_STEP_BYTES_MAX = 64 << 10;

  /** What an entry takes in a memtable beside key and value, nearly. */
  private static final int ENTRY_OVERHEAD_BYTES = 88;

  private final MemoryOptions memory;
  private final ThrottleOptions limits;
  private final CompactionOptions compaction;
  private final long pendingBytesMax;
  private final Clock clock;
  private final StateHolder states;
  private final CommitLog log;
  private final Gate gate;
  private final EngineCounters counters;
  private final CompactionBacklog compactions;
  private final Lifecycle lifecycle;
  private final Worker flushWorker;
  private final WriteBufferBudget budget;
  private final WritePace flushPace;
  private final WritePace compactionPace;

  /** When the next delayed write may go on. */
  private final AtomicLong nextTurn;

  private volatile Backlog backlog;

  /** Guarded by the write lock: bytes that may be written before the budget is looked at. */
  private long budgetStep;

  private volatile double budgetPressure = -1;
  private volatile boolean rotationRequested;

  /** How many bytes writes put into memtables for each byte of the tables these became. */
  private volatile double expansion = 1;

  /**
   * What compactions have before them in one version.
   *
   * @param pressure 0 where writes are delayed, 1 where they stop
   * @param since when a span of time began in which there was pressure
   * @param drainedBefore bytes compacted out of level 0 before that
   */
  private record Backlog(LsmVersion version, double pressure, long since, long drainedBefore) {}

  WriteThrottle(
      EngineContext context, CommitLog log, CompactionBacklog compactions, Worker flushWorker) {
    EngineOptions options = context.files().options();
    this.memory = options.memory();
    this.limits = options.throttle();
    this.compaction = options.compaction();
    this.pendingBytesMax = options.log().pendingBytesMax();
    this.clock = context.files().clock();
    this.states = context.states();
    this.lifecycle = context.lifecycle();
    this.gate = context.gate();
    this.counters = context.counters();
    this.log = log;
    this.compactions = compactions;
    this.flushWorker = flushWorker;
    double initial = limits.delayedBytesPerSecond();
    this.budget = memory.writeBuffers();
    this.flushPace = new WritePace(initial);
    this.compactionPace = new WritePace(initial);
    long now = clock.nanoTime();
    this.nextTurn = new AtomicLong(now);
    this.backlog = new Backlog(LsmVersion.EMPTY, 0, now, 0);
  }

  /** Waits for the turn of {@code batch} when writes are to be slowed down. Thread-safe. */
  void delay(WriteBatch batch) {
    double rate = bytesPerSecond();
    if (rate == Double.POSITIVE_INFINITY) {
      return;
    }
    long cost = (long) Math.min(DELAY_NANOS_MAX, memtableBytes(batch) * 1e9 / rate);
    long now = clock.nanoTime();
    long turn = nextTurn.updateAndGet(next -> (next - now > 0 ? next : now) + cost);
    long wait = Math.min(DELAY_NANOS_MAX, turn - now);
    if (wait >= DELAY_NANOS_MIN && !lifecycle.hasFailed()) {
      if (!flushWorker.assist()) {
        LockSupport.parkNanos(wait);
      }
      counters.writeDelays.incrementAndGet();
      counters.writeDelayNanos.addAndGet(clock.nanoTime() - now);
    }
  }

  private static long memtableBytes(WriteBatch batch) {
    return batch.bytes() + (long) ENTRY_OVERHEAD_BYTES * batch.operations().size();
  }

  private double bytesPerSecond() {
    EngineState state = states.peek();
    double rate = compactionPace.bytesPerSecond(backlog(state.version()).pressure);
    if (state.immutables().size() >= memory.memtablesMax() - 1) {
      double full = (double) state.active().bytes() / memory.memtableBytes();
      rate = Math.min(rate, flushPace.bytesPerSecond(full));
    }
    return Math.min(rate, flushPace.bytesPerSecond(budgetPressure));
  }

  private Backlog backlog(LsmVersion version) {
    Backlog known = backlog;
    return known.version == version ? known : assess(version);
  }

  /** A new version: a flush or a compaction has ended. */
  private synchronized Backlog assess(LsmVersion version) {
    Backlog before = backlog;
    if (before.version == version) {
      return before;
    }
    long now = clock.nanoTime();
    long drained = counters.bytesRead(0);
    if (before.pressure > 0 && drained > before.drainedBefore) {
      compactionPace.drained((drained - before.drainedBefore) * expansion, now - before.since);
    }
    boolean goesOn = before.pressure > 0 && drained == before.drainedBefore;
    Backlog next = new Backlog(version, pressure(version), goesOn ? before.since : now, drained);
    backlog = next;
    return next;
  }

  private double pressure(LsmVersion version) {
    double ofTables =
        share(
            compactions.backlogTables(version) + 1L,
            compaction.levelZeroSlowdown(),
            compaction.levelZeroStall() + 1L);
    double ofBytes =
        share(
            compactions.pendingBytes(version), limits.debtSlowdownBytes(), limits.debtStopBytes());
    return Math.max(ofTables, ofBytes);
  }

  /** How far {@code value} is from one mark to the other; negative before the first. */
  private static double share(long value, long from, long to) {
    return (double) (value - from) / Math.max(1, to - from);
  }

  /** Notes that a memtable became tables, and how long that took. */
  void flushed(long memtableBytes, long tableBytes, long nanos) {
    flushPace.drained(memtableBytes, nanos);
    if (tableBytes > 0) {
      expansion = (double) memtableBytes / tableBytes;
    }
  }

  /** Blocks while there is no room; rotates the memtable when it is full. */
  void makeRoomForWrite(WriteBatch batch, Runnable rotate) {
    if (budget.isLimited()) {
      makeRoomInBudget(memtableBytes(batch), rotate);
    }
    if (log.pendingBytes() > pendingBytesMax) {
      stop(() -> log.pendingBytes() <= pendingBytesMax, Gate.FOREVER);
    }
    if (mustStop(states.peek().version())) {
      stop(() -> !mustStop(states.peek().version()), limits.stallMax());
    }
    MemTable active = states.peek().active();
    if (active.bytes() >= memory.memtableBytes()
        || active.rangeDeletionCount() >= memory.rangeDeletionsMax()) {
      if (!hasRoomForMemtable()) {
        stop(this::hasRoomForMemtable, Gate.FOREVER);
      }
      rotate.run();
    }
  }

  private void makeRoomInBudget(long bytes, Runnable rotate) {
    budgetStep -= bytes;
    if (budgetStep > 0 && !rotationRequested && budgetPressure < 1) {
      return;
    }
    budgetStep = Math.min(BUDGET_STEP_BYTES_MAX, budget.bytesMax() / BUDGET_STEPS);
    budget.relieve();
    rotateIfRequested(rotate);
    while (budget.isFull() && !lifecycle.hasFailed()) {
      stop(() -> !budget.isFull() || rotationRequested, Gate.FOREVER);
      budget.relieve();
      rotateIfRequested(rotate);
    }
    budgetPressure = budget.pressure();
  }

  /** The shared budget wants the memtable of this engine to become tables. Thread-safe. */
  void requestRotation() {
    rotationRequested = true;
    gate.open();
  }

  /** Does what was requested, if there is room; under the write lock. */
  void rotateIfRequested(Runnable rotate) {
    if (rotationRequested) {
      rotationRequested = false;
      if (hasRoomForMemtable() && !lifecycle.hasFailed()) {
        rotate.run();
        counters.earlyRotations.incrementAndGet();
      }
    }
  }

  private boolean mustStop(LsmVersion version) {
    return backlog(version).pressure >= 1;
  }

  boolean hasRoomForMemtable() {
    return states.peek().immutables().size() + 2 <= memory.memtablesMax();
  }

  private void stop(BooleanSupplier condition, Duration longest) {
    long start = clock.nanoTime();
    boolean unused =
        gate.await(() -> condition.getAsBoolean() || lifecycle.hasFailed(), longest, flushWorker);
    counters.writeStalls.incrementAndGet();
    counters.writeStallNanos.addAndGet(clock.nanoTime() - start);
  }
}
