/**
 * The cluster as its services know it: who is in it and where.
 *
 * <p>{@link io.cairndb.rpc.cluster.ClusterView} is an immutable snapshot; whoever holds one may
 * find the nodes in it gone or moved, which is then an answer of the call made to them.
 */
@NullMarked
package io.cairndb.rpc.cluster;

import org.jspecify.annotations.NullMarked;
