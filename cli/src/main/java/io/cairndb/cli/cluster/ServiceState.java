package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor knows of one service.
 *
 * @param process the last one started, which may have ended; null when there was none
 * @param sinceMillis when it was started, by the clock
 * @param ends how often it ended without having been asked to, since the supervisor began
 * @param exitCode of the last end, null when unknown
 * @param command how it was started
 */
record ServiceState(
    @Nullable ProcessIdentity process,
    long sinceMillis,
    int ends,
    @Nullable Integer exitCode,
    List<String> command) {
  static final ServiceState NONE = new ServiceState(null, 0, 0, null, List.of());

  ServiceState {
    command = List.copyOf(command);
  }

  boolean alive() {
    return process != null && process.alive();
  }

  /** After it was started again. */
  ServiceState started(ProcessIdentity next, long nowMillis, List<String> how) {
    return new ServiceState(next, nowMillis, ends, exitCode, how);
  }

  /** After it ended; whoever asked for it is told apart. */
  ServiceState ended(@Nullable Integer code, boolean asked) {
    return new ServiceState(null, sinceMillis, asked ? ends : ends + 1, code, command);
  }

  Obj toJson(ServicePlan plan, int apiPort) {
    Json.Builder json = Json.object();
    if (process != null) {
      process.writeTo(json);
      json.put("since", sinceMillis);
    }
    json.put("ends", ends);
    if (exitCode != null) {
      json.put("exit_code", exitCode);
    }
    Json.Builder ports = Json.object();
    plan.ports(apiPort).forEach((name, port) -> ports.put(name, (long) port));
    return json.put("ports", ports.build())
        .put("command", command.stream().map(Json::of).toList())
        .build();
  }

  static ServiceState of(Obj json) {
    Optional<ProcessIdentity> process = ProcessIdentity.of(json);
    String exit = json.text("exit_code");
    return new ServiceState(
        process.orElse(null),
        json.number("since", 0),
        (int) json.number("ends", 0),
        exit == null ? null : Integer.valueOf(exit),
        json.array("command").stream()
            .flatMap(one -> one instanceof Json.Str(String word) ? List.of(word).stream() : null)
            .toList());
  }
}
