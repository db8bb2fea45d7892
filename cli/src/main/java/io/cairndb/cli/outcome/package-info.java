/**
 * How a command ends: its exit code and, when it failed, the one sentence a person reads. Every
 * foreseen failure of a command is a {@link io.cairndb.cli.outcome.CommandFailure}; anything else
 * that escapes is a defect and is shown with its stack trace.
 */
@NullMarked
package io.cairndb.cli.outcome;

import org.jspecify.annotations.NullMarked;
