package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.LoggedEvents;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Whoever opens an engine finds its damage in the log, under the name of its directory. */
class LoggedEventsFaultTest {
  private static final Path DIRECTORY = Path.of("/control-plane");

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final Lines lines = new Lines();

  private LsmEngine open() throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .operations(
                OperationsOptions.defaults().withListener(new LoggedEvents(lines, "control-plane")))
            .build();
    return LsmEngine.open(files, DIRECTORY, options, Clock.system(), new SimulatedWorkers(true));
  }

  @Test
  void damageIsOneErrorForEachOpening() throws IOException {
    try (LsmEngine engine = open()) {
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("k"), bytes("v")));
      engine.flush();
    }
    String table =
        files.list(DIRECTORY).stream().filter(it -> it.endsWith(".sst")).findFirst().orElseThrow();
    files.flipBit(DIRECTORY.resolve(table), 8);
    try (LsmEngine engine = open();
        ReadView view = engine.snapshot()) {
      Tree tree = engine.tree("t");
      assertThrows(UncheckedIOException.class, () -> view.get(tree, bytes("k")));
      assertThrows(UncheckedIOException.class, () -> view.get(tree, bytes("k")));
    }
    assertEquals(1, lines.written.size(), lines.written.toString());
    String line = lines.written.getFirst();
    assertTrue(
        line.startsWith(
            "ERROR a table is damaged, and left as it is until it is repaired or restored engine="),
        line);
    assertTrue(line.contains("engine=control-plane file=/control-plane/" + table), line);
    assertTrue(line.contains("offset=0 by=READ: block checksum mismatch"), line);
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
