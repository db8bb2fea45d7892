/**
 * All services in one process, wired by direct calls: the same cores that the services run, with
 * one replica and no network between them. Wiring only; a mechanism that exists here alone is
 * misplaced.
 */
@NullMarked
package io.cairndb.standalone;

import org.jspecify.annotations.NullMarked;
