/** Fuzz targets of readers that this package keeps to itself. */
@NullMarked
package io.cairndb.standalone;

import org.jspecify.annotations.NullMarked;
