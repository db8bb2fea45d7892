package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineEvent.Finder;
import io.cairndb.storage.engine.EngineEvent.ScrubRoundEnded;
import io.cairndb.storage.engine.ScrubOptions;
import io.cairndb.storage.engine.ScrubStats;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.TableInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every table over and over, past the cache and within a rate, so that damage is found while
 * there is another copy to mend it from. Tables are taken in order of their numbers; where a round
 * stands is not kept on disk, so an engine that is opened again begins with the first. A table is
 * held, and its file kept, only while it is read.
 *
 * <p>Reads go through the system's page cache: what it holds is not fetched from the device again.
 */
final class Scrubber {
  private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);

  private final EngineFiles files;
  private final StateHolder states;

  /** Of its own: others are opened with each write. */
  private final Gate gate;

  private final ScrubOptions options;
  private final RateLimiter limiter;
  private final Worker worker;
  private volatile boolean stopped;

  // Written by the worker alone.
  private volatile long bytes;
  private volatile long rounds;
  private volatile long damageFound;
  private volatile double progress;

  Scrubber(EngineContext context, Workers workers) {
    this.files = context.files();
    this.states = context.states();
    this.gate = new Gate(files.clock());
    this.options = files.options().operations().scrub();
    this.limiter = new RateLimiter(options.bytesPerSecond(), files.clock(), gate);
    this.worker = workers.start("scrub", this::scrubDue);
  }

  /** Begins, if the options want it. */
  void start() {
    if (options.bytesPerSecond() > 0) {
      worker.signal();
    }
  }

  /** The worker's task: rounds and pauses until stopped; one round where there is no thread. */
  private void scrubDue() {
    boolean again = true;
    while (again && !stopped) {
      try {
        round();
      } catch (RuntimeException e) {
        // Of a listener, say: the next round is not lost with this one.
        LOG.error("a round of scrubbing was broken off directory={}", files.directory(), e);
      }
      again = !worker.assist() && !gate.await(() -> stopped, pause(), worker);
    }
  }

  /** An engine without tables has rounds that take no time. */
  private Duration pause() {
    return options.pause().compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : options.pause();
  }

  private void round() {
    long begun = files.clock().nanoTime();
    long bytesBefore = bytes;
    long damageBefore = damageFound;
    long position = -1;
    long behind = 0;
    while (!stopped) {
      EngineState state = states.acquire();
      try {
        Optional<Sstable> next = next(state.version(), position);
        if (next.isEmpty()) {
          break;
        }
        position = next.get().meta().number();
        scrub(next.get(), state.version());
        behind += next.get().meta().bytes();
        progress = Math.min(1, (double) behind / Math.max(behind, bytes(state.version())));
      } finally {
        if (states.release(state)) {
          states.collect();
        }
      }
    }
    progress = 0;
    if (!stopped) {
      rounds = rounds + 1;
      Duration took = Duration.ofNanos(files.clock().nanoTime() - begun);
      int damaged = (int) (damageFound - damageBefore);
      files.listener().on(new ScrubRoundEnded(bytes - bytesBefore, took, damaged));
    }
  }

  private static long bytes(LsmVersion version) {
    return version.tables().stream().mapToLong(table -> table.meta().bytes()).sum();
  }

  private static Optional<Sstable> next(LsmVersion version, long position) {
    return version.tables().stream()
        .filter(table -> table.meta().number() > position)
        .min(Comparator.comparingLong(table -> table.meta().number()));
  }

  /** Up to the first damage, which says enough of a table: it is mended or replaced as a whole. */
  private void scrub(Sstable table, LsmVersion version) {
    Path path = files.table(table.meta().number());
    boolean damaged = false;
    try (TableInspector inspector =
        TableInspector.open(files.fileSystem(), path, files.ciphers())) {
      inspector.requireKey();
      inspector.requireProperties(table.meta());
      inspector.requireFilter();
      inspector.requireIndex();
      List<TableInspector.Place> places = inspector.places();
      for (int i = 0; i < places.size() && !stopped; i++) {
        limiter.acquire(places.get(i).storedBytes(), () -> stopped, worker);
        inspector.check(places.get(i));
        bytes = bytes + places.get(i).storedBytes();
      }
    } catch (CorruptionException e) {
      damaged = files.damage().found(e, Finder.SCRUB, version);
      files.damage().tell();
    } catch (IOException | RuntimeException e) {
      // Not the bytes but their way here is at fault; the next round tries again.
      LOG.warn("a table could not be scrubbed file={}", path, e);
    }
    damageFound = damageFound + (damaged ? 1 : 0);
  }

  ScrubStats stats() {
    return new ScrubStats(bytes, rounds, damageFound, progress);
  }

  void close() {
    stopped = true;
    gate.open();
    worker.close();
  }
}
