package io.cairndb.router.core;

/** A compressed body grew beyond what a request may have. */
public final class BodyTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException() {
    super("request body larger than " + FrontDoor.MAX_BODY_BYTES + " bytes", null, false, false);
  }
}
