/**
 * What secondary indexes hold of items: pure functions of a table's schema and an item. No engine
 * keys and no decisions about when an index is updated.
 */
@NullMarked
package io.cairndb.item.index;

import org.jspecify.annotations.NullMarked;
