package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One process of a cluster.
 *
 * @param name {@code storage-node-1}; also the name of its directory and of its log
 * @param rpcPort where other services reach it; 0 for the router, which nobody calls
 * @param managementPort health and metrics
 */
record ServicePlan(String name, Role role, int rpcPort, int managementPort) {

  Obj toJson() {
    return Json.object()
        .put("name", name)
        .put("role", role.title())
        .put("rpc_port", rpcPort)
        .put("management_port", managementPort)
        .build();
  }

  static Optional<ServicePlan> of(Obj json) {
    return Role.named(json.text("role", ""))
        .map(
            role ->
                new ServicePlan(
                    json.text("name", role.title()),
                    role,
                    (int) json.number("rpc_port", 0),
                    (int) json.number("management_port", 0)));
  }

  /** The ports it listens on and what for; {@code apiPort} is the router's. */
  Map<String, Integer> ports(int apiPort) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    if (role == Role.ROUTER) {
      ports.put("api", apiPort);
    }
    if (rpcPort != 0) {
      ports.put("rpc", rpcPort);
    }
    ports.put("management", managementPort);
    return ports;
  }
}
