package io.cairndb.router.core.tables;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableControl;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.machine.ControlPlaneLimits;
import io.cairndb.control.plane.machine.ControlState;
import io.cairndb.control.plane.machine.ControlStateMachine;
import io.cairndb.control.plane.machine.Decision;
import io.cairndb.control.plane.machine.DecisionContext;
import io.cairndb.control.plane.machine.Operations;
import io.cairndb.control.plane.machine.StepOutcome;
import io.cairndb.env.Clock;
import io.cairndb.placement.ShardId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The metadata state machine without a store; operations go on when told to. */
public final class InMemoryTableControl implements TableControl {
  private final Clock clock;
  private final Map<UUID, TableStatistics> statistics = new HashMap<>();
  private ControlState state = ControlState.EMPTY;
  private long lastId;

  public InMemoryTableControl(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Catalog catalog() {
    return state.catalog();
  }

  @Override
  public CompletableFuture<ControlResult> submit(ControlCommand command) {
    Decision decision = ControlStateMachine.decide(state, command, context());
    state = state.replayAll(decision.records());
    return CompletableFuture.completedFuture(decision.result());
  }

  @Override
  public CompletableFuture<TableStatistics> statistics(UUID tableId) {
    return CompletableFuture.completedFuture(
        statistics.getOrDefault(tableId, TableStatistics.EMPTY));
  }

  void setStatistics(UUID tableId, TableStatistics counts) {
    statistics.put(tableId, counts);
  }

  /** Performs one step of the oldest operation. */
  public void step() {
    UUID operation = state.operations().firstEntry().getKey();
    StepOutcome outcome =
        new StepOutcome(
            operation, Operations.next(state, operation).orElseThrow(), Optional.empty());
    state = state.replayAll(ControlStateMachine.complete(state, outcome));
  }

  /** Performs every step of every operation. */
  public void settle() {
    while (!state.operations().isEmpty()) {
      step();
    }
  }

  /** Forgets streams past their retention. */
  public void expireStreams() {
    state = state.replayAll(ControlStateMachine.expireStreams(state, context()));
  }

  private DecisionContext context() {
    return new DecisionContext(
        clock.currentTimeMillis(),
        () -> new UUID(0x0198_0000_0000_7000L, 0x8000_0000_0000_0000L | ++lastId),
        List.of(new ShardId(0, 0), new ShardId(0, 1)),
        ControlPlaneLimits.DEFAULTS);
  }
}
