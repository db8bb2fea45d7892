package io.cairndb.router.core.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A method of a resource.
 *
 * @param template path with variables, such as {@code /v1/tables/{table}}
 * @param blocking whether the handler may wait
 */
record Route(String method, String template, boolean blocking, Handler handler) {

  /** Answers requests; a failure becomes a problem. */
  @FunctionalInterface
  interface Handler {
    CompletableFuture<Reply> handle(Call call);
  }

  static Route of(String method, String template, Handler handler) {
    return new Route(method, template, false, handler);
  }

  static Route blocking(String method, String template, Handler handler) {
    return new Route(method, template, true, handler);
  }

  /** The variables of a path of this template; null for another path. */
  @Nullable Map<String, String> match(List<String> segments) {
    List<String> wanted = segmentsOf(template);
    if (wanted.size() != segments.size()) {
      return null;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String want = wanted.get(i);
      String have = segments.get(i);
      if (want.startsWith("{")) {
        variables.put(want.substring(1, want.length() - 1), have);
      } else if (!want.equals(have)) {
        return null;
      }
    }
    return variables;
  }

  /** What is between the slashes of a path. */
  static List<String> segmentsOf(String path) {
    List<String> segments = new ArrayList<>();
    int from = 1;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int end = slash < 0 ? path.length() : slash;
      segments.add(path.substring(from, end));
      from = end + 1;
    }
    return segments;
  }
}
