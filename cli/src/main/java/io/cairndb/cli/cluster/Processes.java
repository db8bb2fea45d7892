package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs: the content of {@code processes.json}.
 *
 * @param revision of what is wanted that the supervisor has acted on
 * @param supervisor who wrote it, null when nobody ever did
 */
record Processes(
    long revision, @Nullable ProcessIdentity supervisor, Map<String, ServiceState> services) {
  static final Processes NONE = new Processes(0, null, Map.of());

  Processes {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
  }

  /** Whether a supervisor lives. */
  boolean supervised() {
    return supervisor != null && supervisor.alive();
  }

  ServiceState service(String name) {
    return services.getOrDefault(name, ServiceState.NONE);
  }

  Obj toJson(ClusterPlan plan) {
    Json.Builder json = Json.object().put("format", 1).put("revision", revision);
    if (supervisor != null) {
      Json.Builder one = Json.object();
      supervisor.writeTo(one);
      json.put("supervisor", one.build());
    }
    Json.Builder each = Json.object();
    for (ServicePlan service : plan.services()) {
      each.put(service.name(), service(service.name()).toJson(service, plan.apiPort()));
    }
    return json.put("services", each.build()).build();
  }

  static Processes of(Obj json) {
    Map<String, ServiceState> services = new LinkedHashMap<>();
    json.object("services")
        .members()
        .forEach(
            (name, value) -> {
              if (value instanceof Obj one) {
                services.put(name, ServiceState.of(one));
              }
            });
    return new Processes(
        json.number("revision", 0),
        ProcessIdentity.of(json.object("supervisor")).orElse(null),
        services);
  }
}
