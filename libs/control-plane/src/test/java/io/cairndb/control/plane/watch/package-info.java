/** Copies of the catalog held against the original. */
@NullMarked
package io.cairndb.control.plane.watch;

import org.jspecify.annotations.NullMarked;
