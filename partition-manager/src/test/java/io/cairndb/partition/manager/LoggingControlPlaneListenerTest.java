package io.cairndb.partition.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.machine.Operation;
import io.cairndb.control.plane.machine.StepAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** An operator finds in the log why a table stays CREATING, without the log filling the disk. */
class LoggingControlPlaneListenerTest {
  private final Lines lines = new Lines();
  private final LoggingControlPlaneListener listener = new LoggingControlPlaneListener(lines);

  @Test
  void aStepThatFailsIsNamedWithItsTableAndCause() {
    fail(1);
    assertEquals(
        List.of(
            "WARN change of a table cannot go on, is tried again operation=CreateTable"
                + " id=00000000-0000-0000-0000-000000000001"
                + " table=00000000-0000-0000-0000-000000000002 step=Fence attempts=1"
                + " cause=java.io.IOException: No space left on device"),
        lines.written);
  }

  @Test
  void repetitionsAreReportedLessAndLess() {
    for (int attempts = 1; attempts <= 1000; attempts++) {
      fail(attempts);
    }
    assertEquals(10, lines.written.size());
    assertTrue(lines.written.getLast().contains("attempts=512"));
  }

  @Test
  void theEndOfTheCatalogIsAnError() {
    listener.storeFailed(new IllegalStateException("gone"));
    assertEquals(
        List.of("ERROR the catalog failed, tables cannot be changed until the next start"),
        lines.written);
  }

  private void fail(int attempts) {
    listener.stepFailed(
        new Operation.CreateTable(new UUID(0, 1), new UUID(0, 2)),
        new StepAction.Fence(new UUID(0, 2), List.of()),
        attempts,
        new CompletionException(new IOException("No space left on device")));
  }

  /** A log that can be read. */
  private static final class Lines extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient List<String> written = new ArrayList<>();

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String message,
        Object @Nullable [] arguments,
        @Nullable Throwable failure) {
      written.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments));
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
