package io.cairndb.partition.manager;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.machine.Operation;
import io.cairndb.control.plane.machine.StepAction;

/** Hears what happens in the control plane, on its loop. Must not block. */
public interface ControlPlaneListener {

  /** A newer snapshot is published. */
  default void catalogChanged(Catalog catalog) {}

  /** A step failed and will be tried again. */
  default void stepFailed(Operation operation, StepAction action, int attempts, Throwable cause) {}

  /** The store failed: nothing is decided any more until the process is started again. */
  default void storeFailed(Throwable cause) {}
}
