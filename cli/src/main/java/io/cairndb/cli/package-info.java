/**
 * The {@code cairn} command line: arguments to options, failures to one clear sentence and an exit
 * code. No database logic lives here; {@code start} hands over to {@code standalone}.
 *
 * <p>Exit codes: 0 done, 1 unexpected failure, 2 wrong usage, 3 a missing prerequisite, 4 a failed
 * build, 5 the address cannot be used, 6 the data directory cannot be used.
 */
@NullMarked
package io.cairndb.cli;

import org.jspecify.annotations.NullMarked;
