/** Tests of what is compacted when. */
@NullMarked
package io.cairndb.storage.engine.compaction;

import org.jspecify.annotations.NullMarked;
