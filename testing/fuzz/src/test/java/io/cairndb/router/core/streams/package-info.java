/** Fuzz targets of readers that this package keeps to itself. */
@NullMarked
package io.cairndb.router.core.streams;

import org.jspecify.annotations.NullMarked;
