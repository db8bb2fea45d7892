/** The partition manager over real connections: restarts, slow watchers, many watchers. */
@NullMarked
package io.cairndb.partition.manager.grpc;

import org.jspecify.annotations.NullMarked;
