/**
 * Who a member of a cluster is, for as long as its data directory exists: its own identity and the
 * number a cluster gave it, kept in the file {@code IDENTITY} (docs/formats/shard-meta.md, section
 * Identity). Storage nodes and coordinators keep one each.
 */
@NullMarked
package io.cairndb.placement.identity;

import org.jspecify.annotations.NullMarked;
