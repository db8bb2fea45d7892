package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.error.ErrorType;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.router.core.BodyTooLargeException;
import io.cairndb.router.core.Failures;
import io.cairndb.router.core.items.VersionMismatchException;
import io.cairndb.router.core.rest.ProblemException.Problem;
import io.cairndb.router.core.rest.ProblemException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From failures to problem documents: the one place that knows which status an error has. */
final class Problems {
  static final String CONTENT_TYPE = "application/problem+json";

  private static final Map<String, String> RETRY = Map.of("Retry-After", "1");
  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "The request is not valid"),
          Map.entry(403, "Not allowed"),
          Map.entry(404, "There is no such thing"),
          Map.entry(405, "The resource does not have this method"),
          Map.entry(406, "No representation of that type"),
          Map.entry(409, "The request conflicts with the state of the resource"),
          Map.entry(412, "The version is another than expected"),
          Map.entry(413, "The request is too large"),
          Map.entry(415, "The content type is not supported here"),
          Map.entry(422, "The key of this request was used for another"),
          Map.entry(429, "Too many requests at this time"),
          Map.entry(500, "Internal error"),
          Map.entry(503, "Not available at this time"));

  private Problems() {}

  /** The problem that stands for {@code failure}, or null when nobody foresaw it. */
  static @Nullable Problem foreseen(Throwable failure) {
    return switch (Failures.cause(failure)) {
      case ProblemException problem -> problem.problem();
      case VersionMismatchException mismatch -> versionMismatch(mismatch);
      case BodyTooLargeException ignored -> tooLarge();
      default -> {
        DynamoDbException error = Failures.foreseen(failure);
        yield error == null ? null : of(error);
      }
    };
  }

  static Problem tooLarge() {
    return new Problem(413, "TooLarge", "A request may have 16 MB.");
  }

  static Problem unforeseen() {
    return new Problem(
        500,
        "InternalServerError",
        "The request may or may not have taken effect. The log of the server tells more, under the"
            + " id of this instance.");
  }

  private static Problem versionMismatch(VersionMismatchException mismatch) {
    String current =
        mismatch.current() == null
            ? "There is no such item."
            : "The item has the version " + EntityTag.of(mismatch.current()) + ".";
    return new Problem(412, "VersionMismatch", current);
  }

  private static Problem of(DynamoDbException error) {
    int status = status(error.type());
    List<Reason> reasons = new ArrayList<>();
    for (CancellationReason reason : error.cancellationReasons()) {
      reasons.add(new Reason(reason.code().wireName(), reason.message(), reason.item()));
    }
    return new Problem(
        status,
        code(error.type()),
        error.type() == ErrorType.SERIALIZATION && error.getMessage() == null
            ? "The body is not JSON in UTF-8."
            : error.getMessage(),
        status == 429 || status == 503 ? RETRY : Map.of(),
        error.item(),
        reasons);
  }

  private static String code(ErrorType type) {
    return switch (type) {
      case SERIALIZATION -> "MalformedBody";
      default -> type.shortName().replace("Exception", "");
    };
  }

  private static int status(ErrorType type) {
    return switch (type) {
      case RESOURCE_NOT_FOUND, TABLE_NOT_FOUND, INDEX_NOT_FOUND -> 404;
      case ACCESS_DENIED -> 403;
      case CONDITIONAL_CHECK_FAILED,
          RESOURCE_IN_USE,
          TABLE_ALREADY_EXISTS,
          TABLE_IN_USE,
          DUPLICATE_ITEM,
          TRANSACTION_CANCELED,
          TRANSACTION_CONFLICT,
          TRANSACTION_IN_PROGRESS ->
          409;
      case IDEMPOTENT_PARAMETER_MISMATCH -> 422;
      case LIMIT_EXCEEDED, PROVISIONED_THROUGHPUT_EXCEEDED, REQUEST_LIMIT_EXCEEDED, THROTTLING ->
          429;
      default -> type.status();
    };
  }

  static WireBuffer write(Problem problem, CharSequence requestId) {
    JsonWriter json = new JsonWriter(new WireBuffer());
    json.beginObject();
    json.member("type").string("/v1/docs#" + problem.code());
    json.member("title").string(TITLES.getOrDefault(problem.status(), "The request failed"));
    json.member("status").number(problem.status());
    if (problem.detail() != null) {
      json.member("detail").string(problem.detail());
    }
    json.member("instance").string("urn:cairn:request:" + requestId);
    json.member("code").string(problem.code());
    if (problem.item() != null) {
      Documents.write(json.member("item"), problem.item());
    }
    if (!problem.reasons().isEmpty()) {
      json.member("reasons").beginArray();
      problem.reasons().forEach(reason -> write(json, reason));
      json.endArray();
    }
    return json.endObject().buffer();
  }

  private static void write(JsonWriter json, Reason reason) {
    json.beginObject().member("code").string(reason.code());
    if (reason.detail() != null) {
      json.member("detail").string(reason.detail());
    }
    if (reason.item() != null) {
      Documents.write(json.member("item"), reason.item());
    }
    json.endObject();
  }
}
