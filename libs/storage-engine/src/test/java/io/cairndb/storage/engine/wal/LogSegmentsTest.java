package io.cairndb.storage.engine.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.LogOptions;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rotation costs, and which files are written over. */
class LogSegmentsTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final long EXPECTED_BYTES = 1000;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final SimulatedWorkers workers = new SimulatedWorkers(false);
  private final AtomicLong numbers = new AtomicLong(10);
  private final Owner owner = new Owner();
  private FormatVersion format = FormatVersion.VERSIONS;

  private static final class Owner implements CommitLog.Owner {
    final List<Long> registered = new ArrayList<>();
    boolean refuses;
    @Nullable Throwable failure;

    @Override
    public void registerSegment(long number) throws IOException {
      if (refuses) {
        throw new IOException("the manifest cannot be written");
      }
      registered.add(number);
    }

    @Override
    public void segmentSealed(long number, long bytes) {}

    @Override
    public void published(long sequence) {}

    @Override
    public void logFailed(Throwable cause) {
      failure = cause;
    }
  }

  @BeforeEach
  void setUp() throws IOException {
    files.createDirectories(DIRECTORY);
  }

  private static Path log(long number) {
    return DIRECTORY.resolve(number + ".log");
  }

  private LogSegments segments(int sparesMax) {
    LogOptions options = LogOptions.defaults().withSpareSegmentsMax(sparesMax);
    return new LogSegments(
        new LogSegments.Source(
            files,
            LogSegmentsTest::log,
            number -> DIRECTORY.resolve(number + ".spare"),
            numbers::incrementAndGet,
            () -> 0x5A17,
            () -> format,
            options,
            EXPECTED_BYTES,
            new Ciphers(null)),
        owner,
        () -> 7,
        10,
        workers);
  }

  @Test
  void aSegmentMadeReadyAheadIsTakenWithoutTouchingAFile() throws IOException {
    LogSegments segments = segments(0);
    segments.first();
    segments.written(EXPECTED_BYTES / 2 - 1);
    workers.runPending();
    assertEquals(List.of(), owner.registered, "too early");
    segments.written(EXPECTED_BYTES / 2);
    workers.runPending();
    assertEquals(List.of(11L), owner.registered);
    long operations = files.operations();
    long number = segments.reserveNumber();
    FrameWriter writer = segments.take(number).writer();
    assertEquals(11, number);
    assertEquals(operations, files.operations());
    assertEquals(FileHeader.BYTES, writer.length());
    assertEquals(FileHeader.BYTES, files.size(log(11)));
  }

  @Test
  void segmentsTakenInARowAreRegisteredInOrder() throws IOException {
    LogSegments segments = segments(0);
    segments.first();
    segments.written(EXPECTED_BYTES);
    workers.runPending();
    List<Long> given =
        List.of(segments.reserveNumber(), segments.reserveNumber(), segments.reserveNumber());
    assertEquals(List.of(11L, 12L, 13L), given);
    // A worker that comes in between must not register a later number first.
    segments.written(EXPECTED_BYTES);
    workers.runPending();
    for (long number : given) {
      segments.take(number).writer().close();
    }
    assertEquals(given, owner.registered);
    segments.written(EXPECTED_BYTES);
    workers.runPending();
    assertEquals(List.of(11L, 12L, 13L, 14L), owner.registered);
  }

  @Test
  void segmentsNoLongerNeededAreWrittenOverUpToABound() throws IOException {
    LogSegments segments = segments(1);
    segments.first().writer().close();
    for (long number = 11; number < 13; number++) {
      segments.take(segments.reserveNumber()).writer().close();
    }
    assertTrue(segments.keep(10));
    assertFalse(segments.keep(11), "one is enough");
    assertEquals(List.of("10.spare", "11.log", "12.log"), files.list(DIRECTORY));
    segments.written(EXPECTED_BYTES);
    workers.runPending();
    assertEquals(List.of("11.log", "12.log", "13.log"), files.list(DIRECTORY));
    assertEquals(1, segments.reused());
    assertTrue(segments.keep(11), "there is room again");
    segments.close(true);
    assertFalse(segments.keep(12), "closed");
    assertEquals(List.of("12.log", "13.log"), files.list(DIRECTORY));
  }

  /** Version 1 says in a segment's header with which number it begins, and knows no remains. */
  @Test
  void theFirstFormatMakesNothingAheadAndWritesNothingOver() throws IOException {
    format = FormatVersion.FIRST;
    LogSegments segments = segments(3);
    segments.first().writer().close();
    segments.written(EXPECTED_BYTES);
    workers.runPending();
    assertEquals(List.of("10.log"), files.list(DIRECTORY));
    segments.take(segments.reserveNumber()).writer().close();
    assertTrue(segments.keep(10));
    segments.take(segments.reserveNumber()).writer().close();
    assertEquals(0, segments.reused());
    format = FormatVersion.VERSIONS;
    assertEquals(FormatVersion.VERSIONS, segments.take(segments.reserveNumber()).format());
    assertEquals(1, segments.reused());
  }

  @Test
  void aSegmentMadeReadyInAnotherFormatIsMadeAgain() throws IOException {
    LogSegments segments = segments(0);
    segments.first();
    segments.written(EXPECTED_BYTES);
    workers.runPending();
    format = FormatVersion.FIRST;
    assertEquals(FormatVersion.FIRST, segments.take(segments.reserveNumber()).format());
    assertEquals(List.of(11L), owner.registered, "once");
  }

  @Test
  void filesOfAnEarlierProcessAreNotWrittenOver() throws IOException {
    LogSegments segments = segments(3);
    segments.first().writer().close();
    assertFalse(segments.keep(9));
  }

  @Test
  void anErrorOnTheWayFailsTheLogAndLeavesNothingOpen() throws IOException {
    int failures = 0;
    for (int n = 1; n < 8; n++) {
      LogSegments segments = segments(0);
      numbers.addAndGet(10);
      files.inject(null);
      owner.failure = null;
      files.inject(new FileFault(files.operations() + n, FileFault.Kind.IO_ERROR));
      segments.written(EXPECTED_BYTES);
      workers.runPending();
      failures += owner.failure == null ? 0 : 1;
      files.inject(null);
      segments.close(false);
      assertEquals(0, files.openFiles());
    }
    assertTrue(failures >= 3, "create, write, two syncs: " + failures);
    LogSegments segments = segments(0);
    files.inject(new FileFault(files.operations() + 1, FileFault.Kind.IO_ERROR));
    assertThrows(IOException.class, () -> segments.take(segments.reserveNumber()));
  }

  /** The manifest names it already: a power cut at any step must leave a segment of its number. */
  /** Frames in it would keep the directory from opening. */
  @Test
  void aSegmentThatTheManifestDoesNotNameIsNotGivenOut() throws IOException {
    LogSegments segments = segments(0);
    segments.first().writer().close();
    owner.refuses = true;
    segments.written(1 << 20);
    workers.runPending();
    assertNotNull(owner.failure);
    long number = segments.reserveNumber();
    assertThrows(IOException.class, () -> segments.take(number));
    segments.close(false);
    assertEquals(0, files.openFiles());
  }

  @Test
  void segmentReadyInAnOlderFormatIsReplacedAtOnce() throws IOException {
    int cuts = 0;
    for (boolean fired = true; fired; cuts++) {
      setUp();
      format = FormatVersion.VERSIONS;
      LogSegments segments = segments(cuts % 2);
      segments.first().writer().close();
      segments.written(EXPECTED_BYTES);
      workers.runPending();
      long number = owner.registered.getLast();
      format = FormatVersion.NEWEST;
      files.inject(new FileFault(files.operations() + cuts + 1, FileFault.Kind.POWER_OFF));
      try {
        LogSegments.Segment taken = segments.take(segments.reserveNumber());
        assertEquals(FormatVersion.NEWEST, taken.format());
        taken.writer().close();
      } catch (IOException e) {
        assertTrue(files.faultFired(), e.toString());
      }
      fired = files.faultFired();
      files.crash(cuts);
      FileHeader header = FileHeader.read(files, FileKind.LOG, number, log(number));
      assertTrue(fired || header.version() == FormatVersion.NEWEST, header.toString());
      for (String name : files.list(DIRECTORY)) {
        files.delete(DIRECTORY.resolve(name));
      }
      numbers.set(10);
    }
    assertTrue(cuts > 5, cuts + " cuts");
  }
}
