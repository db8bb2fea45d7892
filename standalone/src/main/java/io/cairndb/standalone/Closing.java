package io.cairndb.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, last first, whatever fails on the way. Confined to one thread. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean failed;

  <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (InterruptedException e) {
        failed = true;
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        failed = true;
        LOG.error("closing {} failed", resource.getClass().getSimpleName(), e);
      }
    }
  }

  /** Whether something could not be closed as it should have been. */
  boolean hasFailed() {
    return failed;
  }
}
