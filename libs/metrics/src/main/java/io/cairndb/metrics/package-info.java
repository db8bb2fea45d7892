/**
 * Metrics as they are described to operators, whoever serves them: one process on its own page, or
 * a service through a registry.
 *
 * <p>Each module lists its metrics in one enum that implements {@link io.cairndb.metrics.Metric};
 * {@code docs/metrics.md} lists the same, and tests compare. Where the values are read, and how
 * they are served, is not known here; {@link io.cairndb.metrics.Snapshots} reads several at one
 * moment.
 */
@NullMarked
package io.cairndb.metrics;

import org.jspecify.annotations.NullMarked;
