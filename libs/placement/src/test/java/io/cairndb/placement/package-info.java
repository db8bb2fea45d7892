/** Tests of token ranges, the partition map and initial placement. */
@NullMarked
package io.cairndb.placement;

import org.jspecify.annotations.NullMarked;
