package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which processes make up a cluster, on which ports and with which options. Fixed when the cluster
 * is first started, but for what {@code cluster start} may change between a stop and a start.
 *
 * @param classPath where the services are
 * @param heap of every process, or null for each role's usual one
 * @param services in the order of {@link Role}
 */
record ClusterPlan(
    String classPath,
    int apiPort,
    @Nullable String heap,
    String durability,
    List<ServicePlan> services) {
  /** Ports of a service: one for other services, one for management. */
  private static final int PORTS_EACH = 2;

  ClusterPlan {
    services = List.copyOf(services);
  }

  /** The services of a cluster with that many storage nodes; each port is asked of the supplier. */
  static List<ServicePlan> services(int storageNodes, IntSupplier ports) {
    List<ServicePlan> services = new ArrayList<>();
    for (Role role : Role.values()) {
      int count = role == Role.STORAGE_NODE ? storageNodes : 1;
      for (int i = 1; i <= count; i++) {
        String name = role == Role.STORAGE_NODE ? role.title() + "-" + i : role.title();
        int rpc = ports.getAsInt();
        int management = ports.getAsInt();
        services.add(new ServicePlan(name, role, role == Role.ROUTER ? 0 : rpc, management));
      }
    }
    return services;
  }

  /** How many ports {@link #services} asks for. */
  static int portsOf(int storageNodes) {
    return (Role.values().length - 1 + storageNodes) * PORTS_EACH;
  }

  /** Where clients connect. */
  URI endpoint() {
    return URI.create("http://localhost:" + apiPort);
  }

  Optional<ServicePlan> service(String name) {
    return services.stream().filter(service -> service.name().equals(name)).findFirst();
  }

  /** How many storage nodes there are. */
  int storageNodes() {
    return (int) services.stream().filter(s -> s.role() == Role.STORAGE_NODE).count();
  }

  Obj toJson() {
    return Json.object()
        .put("class_path", classPath)
        .put("api_port", apiPort)
        .put("heap", heap)
        .put("durability", durability)
        .put("services", services.stream().map(ServicePlan::toJson).toList())
        .build();
  }

  static ClusterPlan of(Obj json) {
    return new ClusterPlan(
        json.text("class_path", ""),
        (int) json.number("api_port", 0),
        json.text("heap"),
        json.text("durability", "sync"),
        json.objects("services").stream().flatMap(one -> ServicePlan.of(one).stream()).toList());
  }
}
