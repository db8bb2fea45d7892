/** Tests of timestamps and clocks, with clocks that jump. */
@NullMarked
package io.cairndb.causality;

import org.jspecify.annotations.NullMarked;
