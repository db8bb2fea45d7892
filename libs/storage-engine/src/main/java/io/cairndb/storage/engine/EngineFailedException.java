package io.cairndb.storage.engine;

/** The engine met an error it cannot continue after; it serves no writes until reopened. */
public class EngineFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same failure, to be thrown at another caller. */
  public EngineFailedException again() {
    return new EngineFailedException(String.valueOf(getMessage()), this);
  }
}
