package io.cairndb.router.core.rest;

import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that cannot be answered as asked; becomes a problem document. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /**
   * What a client is told.
   *
   * @param headers of the answer, beside those of every problem
   * @param item shown where a condition on it failed and it was asked for
   * @param reasons one for each part of a transaction that was not carried out; else empty
   */
  record Problem(
      ProblemCode code,
      @Nullable String detail,
      Map<String, String> headers,
      @Nullable Item item,
      List<Reason> reasons) {

    Problem(ProblemCode code, @Nullable String detail) {
      this(code, detail, Map.of(), null, List.of());
    }
  }

  /** Why one part of a transaction stopped it. */
  record Reason(String code, @Nullable String detail, @Nullable Item item) {}

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  ProblemException(ProblemCode code, String detail) {
    this(new Problem(code, detail));
  }

  Problem problem() {
    return problem;
  }

  /** A request that says something it cannot mean. */
  static ProblemException invalid(String detail) {
    return new ProblemException(ProblemCode.VALIDATION, detail);
  }

  static ProblemException versionMismatch(String detail) {
    return new ProblemException(ProblemCode.VERSION_MISMATCH, detail);
  }
}
