/**
 * Memory outside the heap: {@link io.cairndb.storage.engine.memory.NativeBytes} reads it, {@link
 * io.cairndb.storage.engine.memory.ChunkPool} lends it in pieces that are used again.
 */
@NullMarked
package io.cairndb.storage.engine.memory;

import org.jspecify.annotations.NullMarked;
