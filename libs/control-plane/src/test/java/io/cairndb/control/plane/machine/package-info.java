/** Tests of the metadata state machine: decisions, replay and the steps of operations. */
@NullMarked
package io.cairndb.control.plane.machine;

import org.jspecify.annotations.NullMarked;
