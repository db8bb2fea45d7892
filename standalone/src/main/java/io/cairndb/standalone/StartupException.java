package io.cairndb.standalone;

import org.jspecify.annotations.Nullable;

/** The server cannot start, for a reason the person who started it can mend. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** What has to be mended. */
  public enum Problem {
    ADDRESS,
    DATA_DIRECTORY
  }

  public StartupException(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
