package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import org.jspecify.annotations.Nullable;

/**
 * Reads who claims to have signed a request, from the {@code Authorization} header or the query
 * string, and refuses what is not a Signature Version 4 in form. Whether the signature is right is
 * not looked at here. Thread-safe.
 */
final class SignatureShape {
  private static final String SCHEME = "AWS4-HMAC-SHA256";
  private static final String CREDENTIAL = "Credential=";

  /** The last claim read: clients repeat theirs for a day, and parsing it is not free. */
  private volatile @Nullable Known lastKnown;

  private final String defaultRegion;

  /** Access key and region of the credential scope. */
  record Claim(String accessKey, String region) {}

  private record Known(String headerStart, Claim claim) {}

  SignatureShape(String defaultRegion) {
    this.defaultRegion = defaultRegion;
  }

  /**
   * The claim of a request.
   *
   * @throws DynamoDbException with DynamoDB's text when there is none or it is incomplete
   */
  Claim read(FrontDoorRequest request) {
    String authorization = request.headers().get("authorization");
    String query = queryOf(request.uri());
    boolean inQuery = query.contains("X-Amz-Algorithm");
    if (authorization != null && inQuery) {
      throw DynamoDbErrors.invalidSignature(
          "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
              + " header.");
    }
    if (inQuery) {
      return fromQuery(query);
    }
    if (authorization == null || !authorization.trim().startsWith("AWS4-")) {
      throw DynamoDbErrors.missingAuthenticationToken();
    }
    return fromHeader(authorization, request.headers());
  }

  private Claim fromHeader(String authorization, FrontDoorRequest.Headers headers) {
    boolean dated = headers.get("x-amz-date") != null || headers.get("date") != null;
    StringBuilder missing = new StringBuilder();
    requireParameter(authorization, CREDENTIAL, missing);
    requireParameter(authorization, "Signature=", missing);
    requireParameter(authorization, "SignedHeaders=", missing);
    if (!dated) {
      missing.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    if (!missing.isEmpty()) {
      throw DynamoDbErrors.incompleteSignature(missing + "Authorization=" + authorization);
    }
    Known known = lastKnown;
    if (known != null && authorization.startsWith(known.headerStart())) {
      return known.claim();
    }
    int from = authorization.indexOf(CREDENTIAL) + CREDENTIAL.length();
    int to = endOfParameter(authorization, from);
    Claim claim = claimOf(authorization.substring(from, to));
    if (authorization.startsWith(SCHEME) && to < authorization.length()) {
      // One more character, so that a key that merely begins alike is not taken for this one.
      lastKnown = new Known(authorization.substring(0, to + 1), claim);
    }
    return claim;
  }

  /** Notes the parameter, given with its equals sign, when it is missing. */
  private static void requireParameter(String header, String parameter, StringBuilder missing) {
    int at = header.indexOf(parameter);
    while (at > 0 && header.charAt(at - 1) != ' ' && header.charAt(at - 1) != ',') {
      at = header.indexOf(parameter, at + 1);
    }
    if (at < 0) {
      missing
          .append("Authorization header requires '")
          .append(parameter, 0, parameter.length() - 1)
          .append("' parameter. ");
    }
  }

  private Claim fromQuery(String query) {
    StringBuilder missing = new StringBuilder();
    for (String name :
        new String[] {
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Signature",
          "X-Amz-SignedHeaders",
          "X-Amz-Date"
        }) {
      if (parameter(query, name).isEmpty()) {
        missing.append("AWS query-string parameters must include '").append(name).append("'. ");
      }
    }
    if (!missing.isEmpty()) {
      throw DynamoDbErrors.incompleteSignature(missing + "Re-examine the query-string parameters.");
    }
    return claimOf(parameter(query, "X-Amz-Credential").replace("%2F", "/").replace("%2f", "/"));
  }

  /** The scope is {@code key/date/region/service/aws4_request}; a short one keeps the defaults. */
  private Claim claimOf(String credential) {
    String[] parts = credential.split("/", -1);
    return new Claim(parts[0], parts.length >= 3 && !parts[2].isEmpty() ? parts[2] : defaultRegion);
  }

  private static int endOfParameter(String header, int from) {
    int at = from;
    while (at < header.length() && header.charAt(at) != ',' && header.charAt(at) != ' ') {
      at++;
    }
    return at;
  }

  private static String queryOf(String uri) {
    int mark = uri.indexOf('?');
    return mark < 0 ? "" : uri.substring(mark + 1);
  }

  private static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }
}
