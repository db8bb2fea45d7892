/** Fuzz targets of readers that this package keeps to itself. */
@NullMarked
package io.cairndb.storage.engine.format;

import org.jspecify.annotations.NullMarked;
