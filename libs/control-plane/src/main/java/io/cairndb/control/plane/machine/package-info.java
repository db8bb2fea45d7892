/**
 * The metadata state machine: decide → records → replay.
 *
 * <p>{@link io.cairndb.control.plane.machine.ControlStateMachine} looks at a {@link
 * io.cairndb.control.plane.machine.ControlState} and a command and answers with records and a
 * result; it changes nothing. {@code ControlState.replay} is the only thing that makes a new state,
 * from one record at a time, and needs no clock, ids or configuration: so a state rebuilt from
 * stored records equals the one that was in memory.
 *
 * <p>Work that reaches beyond the metadata — telling shards of a schema, backfilling, purging — is
 * an {@link io.cairndb.control.plane.machine.Operation}: a record of what is left to do. {@link
 * io.cairndb.control.plane.machine.Operations} says which step comes next; its owner performs it,
 * reports the outcome, and the decision on that moves the operation on. Every step is idempotent,
 * hence a crash between the step and its record repeats the step and nothing else.
 *
 * <p>Pure: no threads, no I/O. Confined to whoever owns the state.
 */
@NullMarked
package io.cairndb.control.plane.machine;

import org.jspecify.annotations.NullMarked;
