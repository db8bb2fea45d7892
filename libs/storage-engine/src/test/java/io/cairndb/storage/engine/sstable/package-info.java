/** Tests of tables and their parts, below the level of the engine. */
@NullMarked
package io.cairndb.storage.engine.sstable;

import org.jspecify.annotations.NullMarked;
