/** Who becomes a member, when the cluster forms, and what survives crashes of either. */
@NullMarked
package io.cairndb.partition.manager.members;

import org.jspecify.annotations.NullMarked;
