/** Projection of items into index entries, and refusal of items that cannot be indexed. */
@NullMarked
package io.cairndb.item.index;

import org.jspecify.annotations.NullMarked;
