package io.cairndb.storage.node.grpc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens to the log. Thread-safe. */
public final class LoggingEvents implements ServiceEvents {
  private static final Logger LOG = LoggerFactory.getLogger(StorageNodeService.class);

  @Override
  public void onOverload(String method) {
    LOG.debug("read turned away, too many are under way method={}", method);
  }

  @Override
  public void onMalformed(String method, String reason) {
    LOG.warn("a request cannot be read method={} reason={}", method, reason);
  }

  @Override
  public void onDefect(String method, Throwable failure) {
    LOG.error("a request could not be answered method={}", method, failure);
  }
}
