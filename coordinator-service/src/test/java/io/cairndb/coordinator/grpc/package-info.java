/** The coordinator's calls over loopback, against storage nodes that do as told. */
@NullMarked
package io.cairndb.coordinator.grpc;

import org.jspecify.annotations.NullMarked;
