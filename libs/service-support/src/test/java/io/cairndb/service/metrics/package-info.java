/** Meters as Prometheus would read them. */
@NullMarked
package io.cairndb.service.metrics;

import org.jspecify.annotations.NullMarked;
