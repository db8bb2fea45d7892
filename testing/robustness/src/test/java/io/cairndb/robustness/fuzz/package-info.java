/** The fuzzer at work on a real server. */
@NullMarked
package io.cairndb.robustness.fuzz;

import org.jspecify.annotations.NullMarked;
