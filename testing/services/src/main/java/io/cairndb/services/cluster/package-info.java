/**
 * Every service of a cluster in one JVM: the real cores and the real gRPC between them over
 * loopback, without the framework that starts processes. Each service has connections, timers and a
 * watch of its own, as if it were alone; each can be stopped and started again on its port and its
 * files. {@link io.cairndb.services.cluster.ServiceCluster} is the way in.
 */
@NullMarked
package io.cairndb.services.cluster;

import org.jspecify.annotations.NullMarked;
