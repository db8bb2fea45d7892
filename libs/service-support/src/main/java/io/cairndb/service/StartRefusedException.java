package io.cairndb.service;

/** A service does not start, for a reason that is told to people without a stack trace. */
public final class StartRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * Refuses to start.
   *
   * @param reason one sentence
   * @param remedy what a person can do about it
   */
  public StartRefusedException(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
