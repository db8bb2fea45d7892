/** Tests of memtables. */
@NullMarked
package io.cairndb.storage.engine.range;

import org.jspecify.annotations.NullMarked;
