package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
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

/** From failures to problem documents. */
final class Problems {
  static final String CONTENT_TYPE = "application/problem+json";

  private static final Map<String, String> RETRY = Map.of("Retry-After", "1");

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
    return new Problem(ProblemCode.TOO_LARGE, "A request may have 16 MB.");
  }

  static Problem unforeseen() {
    return new Problem(
        ProblemCode.INTERNAL_SERVER_ERROR,
        "The request may or may not have taken effect. The log of the server tells more, under the"
            + " id of this instance.");
  }

  private static Problem versionMismatch(VersionMismatchException mismatch) {
    String current =
        mismatch.current() == null
            ? "There is no such item."
            : "The item has the version " + EntityTag.of(mismatch.current()) + ".";
    return new Problem(ProblemCode.VERSION_MISMATCH, current);
  }

  private static Problem of(DynamoDbException error) {
    ProblemCode code = ProblemCode.of(error.type());
    List<Reason> reasons = new ArrayList<>();
    for (CancellationReason reason : error.cancellationReasons()) {
      reasons.add(new Reason(reason.code().wireName(), reason.message(), reason.item()));
    }
    return new Problem(
        code,
        code == ProblemCode.MALFORMED_BODY && error.getMessage() == null
            ? "The body is not JSON in UTF-8."
            : error.getMessage(),
        code.status() == 429 || code.status() == 503 ? RETRY : Map.of(),
        error.item(),
        reasons);
  }

  static WireBuffer write(Problem problem, CharSequence requestId) {
    JsonWriter json = new JsonWriter(new WireBuffer());
    json.beginObject();
    json.member("type").string(Reference.DOCS + "#" + problem.code().wireName());
    json.member("title").string(problem.code().title());
    json.member("status").number(problem.code().status());
    if (problem.detail() != null) {
      json.member("detail").string(problem.detail());
    }
    json.member("instance").string("urn:cairn:request:" + requestId);
    json.member("code").string(problem.code().wireName());
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
