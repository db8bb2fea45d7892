package io.cairndb.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a log and what is added to it, with no line lost or shown twice. */
class LogFileTest {
  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("a.log");
  }

  private void add(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void showsTheLastLinesAndThenWhatIsAdded() throws IOException {
    add("one\ntwo\nthree\n");
    LogFile log = new LogFile(file);
    assertEquals(List.of("two", "three"), log.last(2));
    assertEquals(List.of(), log.added());
    add("fo");
    assertEquals(List.of(), log.added(), "half a line waits for its end");
    add("ur\nfive\n");
    assertEquals(List.of("four", "five"), log.added());
  }

  @Test
  void goesOnAfterTheLogWasCutShort() throws IOException {
    add("one\ntwo\n");
    LogFile log = new LogFile(file);
    assertEquals(2, log.last(9).size());
    Files.writeString(file, "new\n");
    assertEquals(List.of("new"), log.added());
  }

  @Test
  void logThatDoesNotExistYetIsEmpty() throws IOException {
    LogFile log = new LogFile(file);
    assertEquals(List.of(), log.last(3));
    add("first\n");
    assertEquals(List.of("first"), log.added());
  }
}
