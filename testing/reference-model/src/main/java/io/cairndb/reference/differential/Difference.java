package io.cairndb.reference.differential;

/** The first request of a sequence whose answers differ. */
public record Difference(int position, Call call, Answer expected, Answer actual) {
  /** Alike enough that a shorter sequence shows the same fault. */
  boolean sameKind(Difference other) {
    return call.operation().equals(other.call.operation())
        && expected.error().equals(other.expected.error())
        && actual.error().equals(other.actual.error())
        && expected.message().equals(other.expected.message())
        && actual.message().equals(other.actual.message())
        && (!expected.error().isEmpty() || shape().equals(other.shape()));
  }

  private String shape() {
    return bare(expected) == bare(actual) ? "same shape" : "other shape";
  }

  /** The length without texts and numbers. Possessive: a text may be hundreds of kilobytes. */
  private static int bare(Answer answer) {
    return answer.body().replaceAll("\"(?:[^\"\\\\]++|\\\\.)*+\"|[0-9.]+", "").length();
  }

  @Override
  public String toString() {
    return "request:  " + call + "\nexpected: " + expected + "\ngot:      " + actual;
  }
}
