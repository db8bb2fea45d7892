/**
 * Measurements of the engine alone, run by hand: {@link
 * io.cairndb.storage.engine.bench.EngineBenchmark}. Not part of any test run; compare figures only
 * within one run on one machine.
 */
@NullMarked
package io.cairndb.storage.engine.bench;

import org.jspecify.annotations.NullMarked;
