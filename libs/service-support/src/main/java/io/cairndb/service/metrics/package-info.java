/**
 * Meters of services: figures their cores count anyway, and the times of calls between them.
 *
 * <p>A service lists its metrics in one enum that implements {@link io.cairndb.metrics.Metric};
 * {@link io.cairndb.service.metrics.Figures} says where the values are read. {@code
 * docs/metrics.md} lists the same, and a test of each service compares. Tags have few values: never
 * keys, tables or requests.
 */
@NullMarked
package io.cairndb.service.metrics;

import org.jspecify.annotations.NullMarked;
