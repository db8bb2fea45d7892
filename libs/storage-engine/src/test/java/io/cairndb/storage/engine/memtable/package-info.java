/** Tests of memtables. */
@NullMarked
package io.cairndb.storage.engine.memtable;

import org.jspecify.annotations.NullMarked;
