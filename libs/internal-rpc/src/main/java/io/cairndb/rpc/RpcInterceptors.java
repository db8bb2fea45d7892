package io.cairndb.rpc;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import java.util.List;

/**
 * What stands around every call a process makes and answers: metrics, traces. The first of a list
 * is the outermost. Must not block, and must leave deadlines and status alone.
 */
public record RpcInterceptors(List<ClientInterceptor> client, List<ServerInterceptor> server) {
  public static final RpcInterceptors NONE = new RpcInterceptors(List.of(), List.of());

  public RpcInterceptors {
    client = List.copyOf(client);
    server = List.copyOf(server);
  }
}
