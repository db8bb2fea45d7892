/** What may be called a metric. */
@NullMarked
package io.cairndb.metrics;

import org.jspecify.annotations.NullMarked;
