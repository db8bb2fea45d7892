package io.cairndb.router.core;

import java.util.LinkedHashMap;
import java.util.Map;

/** The header fields by which a browser lets a page of another origin use the endpoint. */
final class CrossOrigin {
  private static final String TWO_DAYS_SECONDS = "172800";

  private CrossOrigin() {}

  /** For any answer; empty unless the request names an origin. */
  static Map<String, String> simple(FrontDoorRequest.Headers headers) {
    return headers.get("origin") == null ? Map.of() : Map.of("access-control-allow-origin", "*");
  }

  /** For the answer to an OPTIONS request. */
  static Map<String, String> preflight(FrontDoorRequest.Headers headers) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("access-control-allow-origin", "*");
    String requestedHeaders = headers.get("access-control-request-headers");
    if (requestedHeaders != null) {
      fields.put("access-control-allow-headers", requestedHeaders);
    }
    String requestedMethod = headers.get("access-control-request-method");
    if (requestedMethod != null) {
      fields.put("access-control-allow-methods", requestedMethod);
    }
    fields.put("access-control-max-age", TWO_DAYS_SECONDS);
    return fields;
  }
}
