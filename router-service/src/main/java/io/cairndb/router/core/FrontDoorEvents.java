package io.cairndb.router.core;

/** What the front door tells whoever runs it. Thread-safe. */
public interface FrontDoorEvents {

  /**
   * A request ended in a failure nobody foresaw and was answered with InternalServerError. The
   * client knows it by {@code requestId} only.
   */
  void unexpectedFailure(String requestId, String target, Throwable failure);

  /** Writes unexpected failures to the log. */
  static FrontDoorEvents logging() {
    return LoggedFrontDoorEvents.INSTANCE;
  }
}
