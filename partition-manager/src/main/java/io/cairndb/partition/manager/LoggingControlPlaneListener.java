package io.cairndb.partition.manager;

import io.cairndb.control.plane.machine.Operation;
import io.cairndb.control.plane.machine.StepAction;
import org.slf4j.Logger;

/**
 * Writes to the log what keeps changes of tables from going on. A step that fails again and again
 * is reported at its first failure and whenever the number of failures has doubled.
 */
public class LoggingControlPlaneListener implements ControlPlaneListener {
  private final Logger log;

  public LoggingControlPlaneListener(Logger log) {
    this.log = log;
  }

  @Override
  public void stepFailed(Operation operation, StepAction action, int attempts, Throwable cause) {
    if (Integer.bitCount(attempts) != 1) {
      return;
    }
    log.warn(
        "change of a table cannot go on, is tried again operation={} id={} table={} step={}"
            + " attempts={} cause={}",
        operation.getClass().getSimpleName(),
        operation.id(),
        operation.tableId(),
        action.getClass().getSimpleName(),
        attempts,
        rootOf(cause).toString());
  }

  @Override
  public void storeFailed(Throwable cause) {
    log.error("the catalog failed, tables cannot be changed until the next start", cause);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
