package io.cairndb.storage.engine;

import java.io.IOException;
import java.nio.file.Path;

/** The engine met an error it cannot continue after; it serves no writes until reopened. */
public class EngineFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Of the engine in {@code directory}: {@code what} failed, and says so in a few words. */
  public static EngineFailedException of(String what, Path directory, Throwable cause) {
    String reason = isDiskFull(cause) ? "the disk is full" : cause.getMessage();
    return new EngineFailedException(
        what + ": " + reason + "; " + directory + " takes no writes until it is reopened", cause);
  }

  private static boolean isDiskFull(Throwable cause) {
    String message = cause.getMessage();
    return cause instanceof IOException
        && message != null
        && (message.contains("No space left") || message.contains("Disk quota"));
  }

  /** The same failure, to be thrown at another caller. */
  public EngineFailedException again() {
    return new EngineFailedException(String.valueOf(getMessage()), this);
  }
}
