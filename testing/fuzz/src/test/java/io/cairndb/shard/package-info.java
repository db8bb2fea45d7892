/** Fuzz targets of readers that this package keeps to itself. */
@NullMarked
package io.cairndb.shard;

import org.jspecify.annotations.NullMarked;
