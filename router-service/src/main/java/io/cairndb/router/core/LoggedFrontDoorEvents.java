package io.cairndb.router.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** To the log; one line and the stack trace for each unexpected failure. */
final class LoggedFrontDoorEvents implements FrontDoorEvents {
  static final LoggedFrontDoorEvents INSTANCE = new LoggedFrontDoorEvents();
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

  private LoggedFrontDoorEvents() {}

  @Override
  public void unexpectedFailure(String requestId, String target, Throwable failure) {
    LOG.error("Request failed: requestId={} target={}", requestId, target, failure);
  }
}
