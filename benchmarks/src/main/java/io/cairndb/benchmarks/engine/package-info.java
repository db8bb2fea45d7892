/**
 * The storage engine beside RocksDB: the same work on both, each in a process of its own, one table
 * of results.
 *
 * <p>{@link io.cairndb.benchmarks.engine.EngineBench} starts a {@link
 * io.cairndb.benchmarks.engine.EngineRun} for each store and size of values and draws the table of
 * what they print.
 */
@NullMarked
package io.cairndb.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
