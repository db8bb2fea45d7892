/** Crash tests of the real server, with its data on the real disk. */
@NullMarked
package io.cairndb.robustness.crash;

import org.jspecify.annotations.NullMarked;
