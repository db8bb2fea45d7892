/**
 * The storage node as a process: {@link io.cairndb.storage.node.app.StorageNodeApplication} starts
 * it, {@link io.cairndb.storage.node.app.StorageNodeConfiguration} turns {@link
 * io.cairndb.storage.node.app.StorageNodeProperties} into plain objects, {@link
 * io.cairndb.storage.node.app.NodeHost} opens the shards and makes the node a member of its
 * cluster. Nothing else knows Spring.
 *
 * <p>A node that has been a member serves at once, whether or not the partition manager is there. A
 * new one waits for its number, which is part of every timestamp, before it opens its shards.
 */
@NullMarked
package io.cairndb.storage.node.app;

import org.jspecify.annotations.NullMarked;
