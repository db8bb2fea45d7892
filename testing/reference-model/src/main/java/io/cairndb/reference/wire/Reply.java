package io.cairndb.reference.wire;

import java.util.Map;
import java.util.Optional;

/** One answer of a DynamoDB-compatible server: the HTTP status and the JSON body. */
public record Reply(int status, Map<String, Object> body) {
  /** Whether the server did what was asked. */
  public boolean ok() {
    return status == 200;
  }

  /** The error name without its namespace, empty for a success. */
  public String errorName() {
    String type = Json.text(body, "__type").orElse("");
    return type.substring(type.indexOf('#') + 1);
  }

  /** The error text; transactions and some authentication errors spell the member in capitals. */
  public String errorMessage() {
    Optional<String> lower = Json.text(body, "message");
    return lower.or(() -> Json.text(body, "Message")).orElse("");
  }
}
