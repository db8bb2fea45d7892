/** Fuzz targets of tools. */
@NullMarked
package io.cairndb.storage.engine.tool;

import org.jspecify.annotations.NullMarked;
