/** Channels to other services, and the way to storage nodes. */
@NullMarked
package io.cairndb.rpc.node;

import org.jspecify.annotations.NullMarked;
