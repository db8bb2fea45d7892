/**
 * What every service shares, and the one library that knows Spring.
 *
 * <p>{@link io.cairndb.service.CairnService} starts a service from one configuration class, with
 * the defaults of {@code service-defaults.properties} and those in {@code <name>.properties} of the
 * service's own module. {@link io.cairndb.service.RpcServer} answers gRPC from when everything else
 * stands until what was under way is answered. {@link io.cairndb.service.Readiness} is what a
 * service says of itself; health follows from it: alive is whoever answers, ready is who has no
 * obstacle, started is who was ready once.
 *
 * <p>Nothing here is on the way of a request but the interceptors of calls. No logic of any service
 * here, and no component scan: a service's beans stand in its configuration class.
 */
@NullMarked
package io.cairndb.service;

import org.jspecify.annotations.NullMarked;
