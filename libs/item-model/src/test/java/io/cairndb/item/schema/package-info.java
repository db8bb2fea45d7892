/** Tests of what indexes hold of an item. */
@NullMarked
package io.cairndb.item.schema;

import org.jspecify.annotations.NullMarked;
