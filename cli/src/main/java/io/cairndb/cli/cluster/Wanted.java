package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.Json.Str;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What commands want of a cluster: the content of {@code cluster.json}.
 *
 * @param revision grows with every change
 * @param running whether the cluster shall run at all
 * @param stopped services that shall not run though the cluster does
 */
record Wanted(long revision, boolean running, Set<String> stopped, ClusterPlan plan) {
  private static final int FORMAT = 1;

  Wanted {
    stopped = Set.copyOf(stopped);
  }

  /** What a command wants next. */
  Wanted next(boolean nowRunning, Set<String> nowStopped) {
    return new Wanted(revision + 1, nowRunning, nowStopped, plan);
  }

  boolean wants(String service) {
    return running && !stopped.contains(service);
  }

  Obj toJson() {
    return Json.object()
        .put("format", FORMAT)
        .put("revision", revision)
        .put("running", running)
        .put("stopped", stopped.stream().sorted().map(Json::of).toList())
        .put("plan", plan.toJson())
        .build();
  }

  /** Fails with a sentence when the file is of a later Cairn. */
  static Wanted of(Obj json) {
    long format = json.number("format", 0);
    if (format != FORMAT) {
      throw new IllegalArgumentException("its format is %d, not %d".formatted(format, FORMAT));
    }
    Set<String> stopped = new LinkedHashSet<>();
    for (Json one : json.array("stopped")) {
      if (one instanceof Str(String name)) {
        stopped.add(name);
      }
    }
    boolean running = json.get("running") instanceof Json.Bool(boolean value) && value;
    return new Wanted(
        json.number("revision", 0), running, stopped, ClusterPlan.of(json.object("plan")));
  }
}
