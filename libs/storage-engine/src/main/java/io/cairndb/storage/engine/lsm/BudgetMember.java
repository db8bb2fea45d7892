package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.WriteBufferBudget;
import org.jspecify.annotations.Nullable;

/**
 * An engine's part in a budget of write buffers. Rotations that the budget asks for happen at the
 * next write or, in an engine that nobody writes to, on a worker of its own, since they need the
 * write lock: a writer that holds it may be waiting for a flush. The memory of an engine that has
 * failed does not count, or the others would wait for it. Thread-safe.
 */
final class BudgetMember implements WriteBufferBudget.Member, AutoCloseable {
  private final WriteBufferBudget budget;
  private final StateHolder states;
  private final WriteThrottle throttle;
  private final Gate gate;
  private final Lifecycle lifecycle;

  /** None when there is no bound that could ask for rotations. */
  private final @Nullable Worker worker;

  /** Joins; {@code rotateIfRequested} takes the write lock. */
  BudgetMember(
      EngineContext context, WriteThrottle throttle, Workers workers, Runnable rotateIfRequested) {
    this.budget = context.files().options().memory().writeBuffers();
    this.states = context.states();
    this.gate = context.gate();
    this.lifecycle = context.lifecycle();
    this.throttle = throttle;
    this.worker = budget.isLimited() ? workers.start("rotation", rotateIfRequested) : null;
    budget.join(this);
  }

  @Override
  public long activeBytes() {
    return !lifecycle.hasFailed() && throttle.hasRoomForMemtable()
        ? states.peek().active().bytes()
        : 0;
  }

  @Override
  public long memtableBytes() {
    return lifecycle.hasFailed() ? 0 : states.peek().memtableBytes();
  }

  @Override
  public void requestRotation() {
    throttle.requestRotation();
    Worker rotates = worker;
    if (rotates != null) {
      rotates.signal();
    }
  }

  @Override
  public void roomMade() {
    gate.open();
  }

  /** Leaves the budget. */
  @Override
  public void close() {
    budget.leave(this);
    Worker rotates = worker;
    if (rotates != null) {
      rotates.close();
    }
  }
}
