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
 *       tables that a tree of time windows is behind with or the work before compactions is on its
 *       way past its slow-down mark, each write waits for its turn at a rate that follows from how
 *       fast that backlog drains. Many short waits in place of one long one. Merges of level 0 take
 *       effect at their end only, so it counts how far they are: writers see a rate that changes
 *       slowly where the number of tables goes up and down.
 *   <li>{@link #makeRoomForWrite}, under the write lock: stops writes at the hard limits. Waits
 *       without limit for memory (memtables, log queue), since only failure ends such a wait
 *       otherwise; waits up to a limit for compactions, where going on costs read speed only.
 * </ol>
 */
final class WriteThrottle {
  /** Shorter waits are left to add up: the system cannot time them. */
  private static final long DELAY_NANOS_MIN = 200_000;

  private static final long DELAY_NANOS_MAX = 20_000_000;

  /** How far merges are is looked at this often. */
  private static final long BACKLOG_NANOS_MAX = 5_000_000;

  /**
   * What is expected in level 0 may go beyond the hard limit by this, in parts of what lies between
   * slow-down and limit: so the balance, in the middle, is where level 0 just stays below the
   * limit. The more tables are merged at once, the fewer bytes are written for each.
   */
  private static final double BEYOND_STALL = 1.5;

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
   * What compactions have before them.
   *
   * @param at when that was found
   * @param windowTables that trees of time windows are behind with
   * @param bytes to be read and written until nothing is due in it
   * @param pressure 0 where writes are delayed, 1 where hardly any come through
   * @param span in which level 0 has not become smaller
   */
  private record Backlog(
      LsmVersion version, long at, int windowTables, long bytes, double pressure, DrainSpan span) {

    int tables() {
      return Math.max(version.levelZeroMax(), windowTables);
    }
  }

  /**
   * A time in which level 0 has not become smaller, though a merge was due.
   *
   * @param since when it began
   * @param drainedBefore bytes compacted out of level 0 before that
   * @param pressed whether writes were delayed, and compactions as fast as they can be
   */
  private record DrainSpan(long since, long drainedBefore, boolean pressed) {
    DrainSpan pressed(boolean now) {
      return now && !pressed ? new DrainSpan(since, drainedBefore, true) : this;
    }
  }

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
    this.backlog = new Backlog(LsmVersion.EMPTY, now, 0, 0, 0, new DrainSpan(now, 0, false));
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
    if (known.version != version) {
      return assess(version);
    }
    return known.tables() > 0 && clock.nanoTime() - known.at >= BACKLOG_NANOS_MAX
        ? assess(version)
        : known;
  }

  /** Something was flushed or compacted, or some time has gone by. */
  private synchronized Backlog assess(LsmVersion version) {
    Backlog before = backlog;
    long now = clock.nanoTime();
    boolean isNew = before.version != version;
    if (!isNew && now - before.at < BACKLOG_NANOS_MAX) {
      return before;
    }
    int windowTables = isNew ? compactions.windowTables(version) : before.windowTables;
    long bytes = isNew ? compactions.pendingBytes(version) : before.bytes;
    double pressure = pressure(compactions.expectedLevelZero(version), windowTables, bytes);
    DrainSpan span = isNew ? span(before, now) : before.span;
    Backlog next =
        new Backlog(version, now, windowTables, bytes, pressure, span.pressed(pressure > 0));
    backlog = next;
    return next;
  }

  /** Notes how fast level 0 drained, if it has become smaller. */
  private DrainSpan span(Backlog before, long now) {
    DrainSpan span = before.span;
    long drained = counters.bytesRead(0);
    if (drained > span.drainedBefore) {
      if (span.pressed) {
        double bytes = (drained - span.drainedBefore) * expansion;
        compactionPace.drained(bytes, now - span.since);
      }
      return new DrainSpan(now, drained, false);
    }
    boolean wasDue = before.tables() >= compaction.levelZeroTrigger();
    return wasDue ? span : new DrainSpan(now, drained, false);
  }

  private double pressure(double levelZero, int windowTables, long pendingBytes) {
    int slowdown = compaction.levelZeroSlowdown();
    int room = compaction.levelZeroStall() + 1 - slowdown;
    double ofTables =
        Math.max(
            share(levelZero, slowdown, slowdown + BEYOND_STALL * room),
            share(windowTables + 1, slowdown, slowdown + room));
    double ofBytes = share(pendingBytes, limits.debtSlowdownBytes(), limits.debtStopBytes());
    return Math.max(ofTables, ofBytes);
  }

  /** How far {@code value} is from one mark to the other; negative before the first. */
  private static double share(double value, double from, double to) {
    return (value - from) / Math.max(1, to - from);
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

  /** Who holds compactions back may want the write lock, in which nobody waits for them then. */
  private boolean mustStop(LsmVersion version) {
    Backlog known = backlog(version);
    boolean much =
        known.tables() >= compaction.levelZeroStall() || known.bytes >= limits.debtStopBytes();
    return much && !compactions.isHeldBack();
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
