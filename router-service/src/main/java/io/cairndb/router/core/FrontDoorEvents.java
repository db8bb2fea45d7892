package io.cairndb.router.core;

/** What the front door tells whoever runs it. Thread-safe. */
public interface FrontDoorEvents {

  /**
   * What a request asks for is known, and it is handled next; told on the thread that handles it.
   *
   * @param requestId by which its client will know it
   * @param operation one of few names
   */
  default void identified(CharSequence requestId, String operation) {}

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
