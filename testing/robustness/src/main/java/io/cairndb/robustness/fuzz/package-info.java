/**
 * Hostile bytes on the wire of a running server: whatever is sent, the answer is what a strict
 * server answers, never an internal error, silence or a connection lost for no reason.
 */
@NullMarked
package io.cairndb.robustness.fuzz;

import org.jspecify.annotations.NullMarked;
