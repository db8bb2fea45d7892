/**
 * The {@code cairn} command line: arguments to options, failures to one clear sentence and an exit
 * code. No database logic lives here; {@code start} hands over to {@code standalone}, and the
 * commands for people in {@link io.cairndb.cli.command} speak the DynamoDB protocol to any
 * endpoint.
 *
 * <p>Exit codes: 0 done, 1 unexpected failure, 2 wrong usage, 3 a missing prerequisite, 4 a failed
 * build, 5 the address cannot be used, 6 the data directory cannot be used, and those of {@link
 * io.cairndb.cli.outcome.Outcome}.
 */
@NullMarked
package io.cairndb.cli;

import org.jspecify.annotations.NullMarked;
