package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.Map;

/** One request of a sequence. Table names carry {@link #RUN} until the sequence is run. */
public record Call(String operation, Map<String, Object> request) {
  /** Stands in table names for the run, so that every run has tables of its own. */
  public static final String RUN = "@run@";

  /** Whether it reads what may trail the table: a global index, a stream. */
  boolean eventual() {
    return readsGlobalIndex() || operation.equals("Streams:History");
  }

  private boolean readsGlobalIndex() {
    return Json.text(request, "IndexName").map(name -> name.startsWith("g")).orElse(false);
  }

  /** Whether the order of the items in the answer is the server's own affair. */
  boolean unordered() {
    return operation.startsWith("Scan") || readsGlobalIndex() || sameAs().equals("Scan");
  }

  private String sameAs() {
    Map<String, Object> same = Json.asObject(request.getOrDefault("SameAs", Map.of()));
    return Json.text(same, "Operation").orElse("");
  }

  @Override
  public String toString() {
    return operation + " " + Json.write(request);
  }
}
