package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.Map;

/** One request of a sequence. Table names carry {@link #RUN} until the sequence is run. */
public record Call(String operation, Map<String, Object> request) {
  /** Stands in table names for the run, so that every run has tables of its own. */
  public static final String RUN = "@run@";

  /** Whether it reads what may trail the table: an index, a stream. */
  boolean eventual() {
    return request.containsKey("IndexName") || operation.equals("Streams:History");
  }

  /** Whether the order of the items in the answer is the server's own affair. */
  boolean unordered() {
    return operation.startsWith("Scan")
        || Json.text(request, "IndexName").map(name -> name.startsWith("g")).orElse(false);
  }

  @Override
  public String toString() {
    return operation + " " + Json.write(request);
  }
}
