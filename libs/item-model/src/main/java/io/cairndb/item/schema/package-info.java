/**
 * What a table looks like to the data path: keys, indexes, projections, stream and TTL. Immutable
 * values with no behaviour that needs a catalog; names, tags, billing and lifecycle live in the
 * control plane.
 */
@NullMarked
package io.cairndb.item.schema;

import org.jspecify.annotations.NullMarked;
