package io.cairndb.storage.engine.wal;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileSystem;
import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.LogOptions;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of the log. The next segment is made ready on a worker of its own while the one before
 * it fills: header written, synced, named and registered, so that going on in it costs nothing. A
 * segment no longer needed is kept and written over, up to a number of them. Both from {@link
 * FormatVersion#VERSIONS} on only. Thread-safe.
 *
 * <p>Invariants: a file has a segment's name only with that segment's header, synced; a segment
 * holds frames only after the owner registered it; segments are registered in the order of their
 * numbers; a file is written over only after the manifest has dropped it.
 */
public final class LogSegments {

  /** A segment to write to. */
  record Segment(long number, FormatVersion format, FrameWriter writer) {}

  /**
   * Where segments come from.
   *
   * @param paths of segments
   * @param spares names of files that wait to become segments
   * @param numbers gives unused file numbers
   * @param salts gives salts for headers
   * @param formats the format to write in
   * @param expectedBytes how large a segment grows, nearly
   * @param ciphers what seals segments
   */
  public record Source(
      FileSystem files,
      LongFunction<Path> paths,
      LongFunction<Path> spares,
      LongSupplier numbers,
      LongSupplier salts,
      Supplier<FormatVersion> formats,
      LogOptions options,
      long expectedBytes,
      Ciphers ciphers) {}

  /** The next segment is made ready when the one in use has this, at the latest. */
  private static final long PREPARE_BYTES_MAX = 4 << 20;

  private final Source source;
  private final CommitLog.Owner owner;
  private final LongSupplier published;
  private final long firstNumber;
  private final Worker worker;

  /** Held during I/O, by workers only; taken before {@link #mutex}. */
  private final Object io = new Object();

  /** A leaf, never held during I/O. */
  private final Object mutex = new Object();

  /** Guarded by {@link #io}: the segment that follows, registered; null when there is none yet. */
  private @Nullable Segment ready;

  /** Guarded by {@link #mutex}: the number to be given out next; 0 when none is chosen. */
  private long nextNumber;

  /** Guarded by {@link #mutex}: numbers given out whose segment was not taken yet. */
  private int awaited;

  /** Guarded by {@link #mutex}: numbers in the names of files to be written over. */
  private final Deque<Long> spares = new ArrayDeque<>();

  /** Guarded by {@link #mutex}: spares, and files on their way to become one. */
  private int spareCount;

  /** Guarded by {@link #mutex}. */
  private boolean closed;

  private volatile long made;
  private volatile long reused;

  /**
   * Makes nothing yet.
   *
   * @param published newest durable sequence number; no segment prepared later holds one below it
   * @param firstNumber of the first segment; files below it are not written over
   */
  LogSegments(
      Source source,
      CommitLog.Owner owner,
      LongSupplier published,
      long firstNumber,
      Workers workers) {
    this.source = source;
    this.owner = owner;
    this.published = published;
    this.firstNumber = firstNumber;
    this.worker = workers.start("log-segments", this::prepare);
  }

  /** Makes the first segment, which the caller registers. */
  Segment first() throws IOException {
    synchronized (io) {
      return make(firstNumber);
    }
  }

  /** Gives out the number of the segment that follows. Does not block. */
  long reserveNumber() {
    synchronized (mutex) {
      long number = nextNumber == 0 ? source.numbers.getAsLong() : nextNumber;
      nextNumber = 0;
      awaited++;
      return number;
    }
  }

  /** The segment of a number given out, in their order; made now if it is not ready. */
  Segment take(long number) throws IOException {
    synchronized (io) {
      Segment taken = ready;
      ready = null;
      if (taken == null) {
        taken = makeKnown(number);
      } else if (taken.format != source.formats.get()) {
        // Registered already: at no moment may its file be missing.
        taken.writer.close();
        taken = make(number, true);
      }
      synchronized (mutex) {
        awaited--;
      }
      return taken;
    }
  }

  /** Says how far the segment in use has been written. */
  void written(long bytes) {
    if (bytes >= Math.min(PREPARE_BYTES_MAX, source.expectedBytes / 2)) {
      worker.signal();
    }
  }

  /** The worker's task. */
  private void prepare() {
    try {
      synchronized (io) {
        long number = numberToPrepare();
        if (number != 0) {
          ready = makeKnown(number);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      owner.logFailed(e);
    }
  }

  private long numberToPrepare() {
    synchronized (mutex) {
      boolean ahead = source.formats.get().isAtLeast(FormatVersion.VERSIONS);
      if (closed || !ahead || awaited > 0 || ready != null) {
        return 0;
      }
      if (nextNumber == 0) {
        nextNumber = source.numbers.getAsLong();
      }
      return nextNumber;
    }
  }

  private Segment make(long number) throws IOException {
    return make(number, false);
  }

  /** A segment that the manifest names; one that it may not name gets no frames. */
  private Segment makeKnown(long number) throws IOException {
    Segment made = make(number);
    boolean known = false;
    try {
      owner.registerSegment(number);
      known = true;
      return made;
    } finally {
      if (!known) {
        made.writer.close();
      }
    }
  }

  /** {@code replaces} when a file of that name is there, without frames, and goes with this. */
  private Segment make(long number, boolean replaces) throws IOException {
    Path path = source.paths.apply(number);
    FormatVersion format = source.formats.get();
    FileHeader header =
        new FileHeader(
            FileKind.LOG, format, number, published.getAsLong() + 1, source.salts.getAsLong());
    Path spare = format.isAtLeast(FormatVersion.VERSIONS) ? takeSpare() : null;
    boolean fresh = spare == null && replaces;
    Path draft = fresh ? source.spares.apply(source.numbers.getAsLong()) : spare;
    AppendableFile file =
        spare == null
            ? source.files.create(draft == null ? path : draft)
            : source.files.openForOverwrite(spare);
    boolean complete = false;
    try {
      boolean sealed = format.isAtLeast(FormatVersion.VERSIONS);
      FileCipher cipher = sealed ? source.ciphers.forNewFile() : null;
      FrameWriter writer = new FrameWriter(file, header, cipher);
      writer.sync();
      if (draft != null) {
        source.files.rename(draft, path);
      }
      reused = reused + (spare == null ? 0 : 1);
      Path directory = path.getParent();
      if (directory != null) {
        source.files.syncDirectory(directory);
      }
      made = made + 1;
      complete = true;
      return new Segment(number, format, writer);
    } finally {
      if (!complete) {
        file.close();
      }
    }
  }

  private @Nullable Path takeSpare() {
    synchronized (mutex) {
      Long number = spares.poll();
      if (number == null) {
        return null;
      }
      spareCount--;
      return source.spares.apply(number);
    }
  }

  /** As {@link CommitLog#keep}. */
  boolean keep(long number) throws IOException {
    if (!mayKeep(number)) {
      return false;
    }
    source.files.rename(source.paths.apply(number), source.spares.apply(number));
    synchronized (mutex) {
      spares.add(number);
    }
    return true;
  }

  /** Files of an earlier process may hold sequence numbers that a crash took back. */
  private boolean mayKeep(long number) {
    synchronized (mutex) {
      if (closed || number < firstNumber || spareCount >= source.options.spareSegmentsMax()) {
        return false;
      }
      spareCount++;
      return true;
    }
  }

  long made() {
    return made;
  }

  long reused() {
    return reused;
  }

  /**
   * Ends the worker and closes what was ready; does the second time nothing.
   *
   * @param orderly whether files may be touched: what holds no frames then takes no room
   */
  void close(boolean orderly) throws IOException {
    synchronized (mutex) {
      if (closed) {
        return;
      }
      closed = true;
    }
    worker.close();
    synchronized (io) {
      Segment unused = ready;
      ready = null;
      if (unused != null) {
        unused.writer.close();
      }
      if (orderly) {
        if (unused != null) {
          trim(unused.number, unused.writer.length());
        }
        for (Path spare = takeSpare(); spare != null; spare = takeSpare()) {
          source.files.delete(spare);
        }
      }
    }
  }

  /** Cuts off what lies behind the frames of a closed segment. */
  void trim(long number, long bytes) throws IOException {
    Path path = source.paths.apply(number);
    if (source.files.size(path) > bytes) {
      source.files.truncate(path, bytes);
    }
  }
}
