package io.cairndb.services.cluster;

import io.cairndb.router.core.FrontDoorEvents;
import io.cairndb.router.grpc.CallScopes;
import io.cairndb.router.http.RequestScope;
import io.cairndb.rpc.RpcInterceptors;
import io.cairndb.storage.node.grpc.LoggingEvents;
import io.cairndb.storage.node.grpc.ServiceEvents;
import java.util.function.Function;

/**
 * What stands around the requests, calls and work of a cluster's services: as their processes have
 * it, or nothing.
 *
 * @param calls around the calls that the service of a name makes and answers
 * @param requests around the requests of the router
 * @param events hears of them
 * @param work hears of the work of storage nodes
 */
public record Observation(
    Function<String, RpcInterceptors> calls,
    RequestScope.Factory requests,
    FrontDoorEvents events,
    ServiceEvents work) {
  public static final Observation NONE =
      new Observation(
          service -> RpcInterceptors.NONE,
          new CallScopes(),
          FrontDoorEvents.logging(),
          new LoggingEvents());
}
