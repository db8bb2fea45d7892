/**
 * Storage nodes over loopback: real engines on files in memory, real connections. {@link
 * io.cairndb.storage.node.grpc.TestNode} is one node that can be served, cut off and restarted.
 */
@NullMarked
package io.cairndb.storage.node.grpc;

import org.jspecify.annotations.NullMarked;
