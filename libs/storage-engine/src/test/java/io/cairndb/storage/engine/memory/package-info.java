/** Tests of memory outside the heap. */
@NullMarked
package io.cairndb.storage.engine.memory;

import org.jspecify.annotations.NullMarked;
