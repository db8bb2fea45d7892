package io.cairndb.control.plane.machine;

import io.cairndb.item.Bytes;
import java.util.Optional;
import java.util.UUID;

/**
 * A step was performed.
 *
 * @param action the step, as it was when it was begun
 * @param next where a pass goes on in the same partition; absent when the partition is done, or the
 *     step is none of a pass
 */
public record StepOutcome(UUID operationId, StepAction action, Optional<Bytes> next) {}
