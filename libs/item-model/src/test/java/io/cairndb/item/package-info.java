/**
 * Tests of the item model: laws over generated values, DynamoDB's limits at their edges, and the
 * exact bytes of every format.
 */
@NullMarked
package io.cairndb.item;

import org.jspecify.annotations.NullMarked;
