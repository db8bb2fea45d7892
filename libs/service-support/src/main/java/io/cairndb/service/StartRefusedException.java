package io.cairndb.service;

/** A service does not start, for a reason that is told to people without a stack trace. */
public final class StartRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For scripts: nothing they are to tell apart. */
  static final int UNEXPECTED = 1;

  private final String remedy;
  private final int exitCode;

  /**
   * Refuses to start.
   *
   * @param reason one sentence
   * @param remedy what a person can do about it
   */
  public StartRefusedException(String reason, String remedy) {
    this(reason, remedy, UNEXPECTED);
  }

  /**
   * Refuses to start.
   *
   * @param exitCode of the process, for scripts: docs/configuration.md
   */
  public StartRefusedException(String reason, String remedy, int exitCode) {
    super(reason);
    this.remedy = remedy;
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  String remedy() {
    return remedy;
  }
}
