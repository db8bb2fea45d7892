package io.cairndb.coordination;

/** Answers as plain text. */
final class TextAnswers implements Answers<String> {
  static final String STALE = "stale route";
  static final String UNKNOWN_GROUP = "unknown group";
  static final String OVERLOADED = "overloaded";
  static final String DEADLINE = "deadline exceeded";

  @Override
  public boolean isStaleRoute(String answer) {
    return answer.equals(STALE);
  }

  @Override
  public String unknownGroup() {
    return UNKNOWN_GROUP;
  }

  @Override
  public String overloaded() {
    return OVERLOADED;
  }

  @Override
  public String deadlineExceeded() {
    return DEADLINE;
  }
}
