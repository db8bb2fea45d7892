package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Entries that a filter drops, and windows whose time is over. */
class LsmEngineExpiryTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Duration WINDOW = Duration.ofHours(1);

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(Duration.ofDays(20_000).toMillis());

  /** Values begin with the time at which they expire; 0 for never. */
  private static final CompactionFilter BY_TIME =
      new CompactionFilter() {
        @Override
        public boolean drops(Entry entry, long nowMillis) {
          return expiryMillis(entry) <= nowMillis;
        }

        @Override
        public long expiryMillis(Entry entry) {
          long time = ByteBuffer.wrap(entry.valueArray()).getLong(entry.valueOffset());
          return time == 0 ? NEVER : time;
        }
      };

  private LsmEngine open() throws IOException {
    return open(new SimulatedWorkers(true));
  }

  private LsmEngine open(Workers workers) throws IOException {
    CompactionOptions compaction =
        CompactionOptions.builder()
            .tableBytes(2000)
            .levelZero(2, 6, 10)
            .levelBaseBytes(2000)
            .filters(tree -> tree.startsWith("expiring") ? BY_TIME : null)
            .build();
    EngineOptions options =
        EngineOptions.builder().memtableBytes(4000).compaction(compaction).build();
    return LsmEngine.open(files, DIRECTORY, options, clock, workers);
  }

  private static byte[] value(long expiry, int number) {
    return ByteBuffer.allocate(20).putLong(expiry).putInt(number).array();
  }

  /** However deep the versions of a key lie, an older one never appears in place of the newest. */
  @Test
  void whatIsDroppedUncoversNothing() throws IOException {
    RandomSource random = RandomSource.seeded(Seeds.choose("LsmEngineExpiryTest"));
    Map<Integer, byte[]> newest = new TreeMap<>();
    LsmEngine engine = open();
    int gone = 0;
    long dropped = 0;
    for (int i = 0; i < 6000; i++) {
      Tree tree = engine.tree("expiring");
      int key = random.nextInt(400);
      boolean expires = random.nextInt(3) > 0;
      long in = Duration.ofSeconds(1 + random.nextInt(600)).toMillis();
      byte[] value = value(expires ? clock.currentTimeMillis() + in : 0, i);
      newest.put(key, value);
      write(engine, new WriteBatch().put(tree, bytes("k" + key), value));
      clock.advance(Duration.ofSeconds(1));
      if (i % 400 == 399) {
        gone += check(engine, newest);
      }
      if (i % 2000 == 999) {
        dropped += engine.stats().compaction().dropped().entries();
        engine.close();
        engine = open();
      }
    }
    assertTrue(gone > 50, "keys that had gone: " + gone);
    assertTrue(dropped > 100, "entries dropped: " + dropped);
    clock.advance(Duration.ofHours(3));
    engine.compact(engine.tree("expiring"));
    for (Map.Entry<Integer, byte[]> entry : newest.entrySet()) {
      boolean expired = ByteBuffer.wrap(entry.getValue()).getLong() != 0;
      try (ReadView view = engine.snapshot()) {
        byte[] found = view.get(engine.tree("expiring"), bytes("k" + entry.getKey()));
        assertArrayEquals(expired ? null : entry.getValue(), found);
      }
    }
    engine.close();
  }

  private int check(LsmEngine engine, Map<Integer, byte[]> newest) {
    int gone = 0;
    try (ReadView view = engine.snapshot()) {
      for (Map.Entry<Integer, byte[]> entry : newest.entrySet()) {
        byte[] found = view.get(engine.tree("expiring"), bytes("k" + entry.getKey()));
        long expiry = ByteBuffer.wrap(entry.getValue()).getLong();
        if (found == null && expiry != 0 && expiry <= clock.currentTimeMillis()) {
          gone++;
        } else {
          assertArrayEquals(entry.getValue(), found);
        }
      }
    }
    return gone;
  }

  @Test
  void tablesWhoseEntriesHaveExpiredAreCompactedForIt() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("expiring");
      Tree other = engine.tree("other");
      long expiry = clock.currentTimeMillis() + 1000;
      for (int i = 0; i < 300; i++) {
        write(engine, new WriteBatch().put(tree, bytes("k%03d".formatted(i)), value(expiry, i)));
      }
      engine.compact(tree);
      assertTrue(engine.stats().tableFileBytes() > 2000);
      clock.advance(Duration.ofSeconds(2));
      write(engine, new WriteBatch().put(other, bytes("k"), bytes("v")));
      engine.flush();
      assertEquals(1, engine.stats().tableFiles(), "but for the other tree's nothing is left");
      assertEquals(300, engine.stats().compaction().dropped().entries());
    }
  }

  /** Nobody writes, nobody flushes: the clock alone wakes the compactions. */
  @Test
  void timeAloneDropsWhatHasExpired() throws IOException {
    SimulatedWorkers workers = new SimulatedWorkers(true, clock);
    try (LsmEngine engine = open(workers)) {
      Tree tree = engine.tree("expiring");
      Tree log = engine.tree("log", TreeOptions.timeWindows(WINDOW, WINDOW.multipliedBy(6)));
      long expiry = clock.currentTimeMillis() + Duration.ofMinutes(10).toMillis();
      for (int i = 0; i < 300; i++) {
        write(engine, new WriteBatch().put(tree, bytes("k%03d".formatted(i)), value(expiry, i)));
      }
      engine.compact(tree);
      // Of sizes that stay apart until the window is over.
      byte[] large = new byte[2000];
      RandomSource random = RandomSource.seeded(1);
      for (int i = 0; i < large.length; i++) {
        large[i] = (byte) random.nextInt(256);
      }
      write(engine, new WriteBatch().put(log, bytes("a"), large));
      engine.flush();
      write(engine, new WriteBatch().put(log, bytes("b"), bytes("")));
      engine.flush();
      int before = engine.stats().tableFiles();
      clock.advance(Duration.ofMinutes(10).minusMillis(1));
      workers.runPending();
      assertEquals(before, engine.stats().tableFiles(), "woken too early");
      clock.advance(Duration.ofMillis(1001));
      workers.runPending();
      assertEquals(300, engine.stats().compaction().dropped().entries());
      assertEquals(2, engine.stats().tableFiles(), "the log's are left");
      clock.advance(WINDOW);
      workers.runPending();
      assertEquals(1, engine.stats().tableFiles(), "the window is over");
      clock.advance(WINDOW.multipliedBy(4));
      workers.runPending();
      assertEquals(1, engine.stats().tableFiles());
      clock.advance(WINDOW.multipliedBy(2));
      workers.runPending();
      assertEquals(0, engine.stats().tableFiles(), "the log has expired");
    }
  }

  /** What a pin held back is found a minute after it is free. */
  @Test
  void timeDropsWhatWasHeldBack() throws IOException {
    SimulatedWorkers workers = new SimulatedWorkers(true, clock);
    try (LsmEngine engine = open(workers)) {
      Tree tree = engine.tree("expiring");
      byte[] value = value(clock.currentTimeMillis() + 1000, 1);
      write(engine, new WriteBatch().put(tree, bytes("k"), value));
      engine.compact(tree);
      Pin pin = engine.pin();
      clock.advance(Duration.ofMinutes(1));
      workers.runPending();
      assertEquals(1, engine.stats().tableFiles());
      pin.close();
      clock.advance(Duration.ofSeconds(60));
      workers.runPending();
      assertEquals(0, engine.stats().tableFiles());
    }
  }

  @Test
  void whatAPinHoldsIsNotDropped() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("expiring");
      byte[] value = value(clock.currentTimeMillis() + 1000, 1);
      write(engine, new WriteBatch().put(tree, bytes("k"), value));
      Pin pin = engine.pin();
      clock.advance(Duration.ofSeconds(2));
      engine.compact(tree);
      try (ReadView view = pin.view()) {
        assertArrayEquals(value, view.get(tree, bytes("k")));
      }
      pin.close();
      write(engine, new WriteBatch().put(tree, bytes("l"), value(0, 1)));
      engine.compact(tree);
      try (ReadView view = engine.snapshot()) {
        assertNull(view.get(tree, bytes("k")));
      }
    }
  }

  /** The pin is taken by the filter itself, so in the middle of the compaction. */
  @Test
  void whatAPinTakenDuringACompactionHoldsIsNotDropped() throws IOException {
    AtomicReference<@Nullable LsmEngine> opened = new AtomicReference<>();
    AtomicReference<@Nullable Pin> pinned = new AtomicReference<>();
    CompactionFilter pinning =
        (entry, now) -> {
          LsmEngine engine = opened.get();
          if (engine != null && pinned.get() == null) {
            pinned.set(engine.pin());
          }
          return true;
        };
    EngineOptions options =
        EngineOptions.builder()
            .compaction(CompactionOptions.builder().filters(tree -> pinning).build())
            .build();
    LsmEngine engine = LsmEngine.open(files, DIRECTORY, options, clock, new SimulatedWorkers(true));
    Tree tree = engine.tree("t");
    write(engine, new WriteBatch().put(tree, bytes("k"), bytes("v")));
    opened.set(engine);
    engine.compact(tree);
    try (Pin pin = Objects.requireNonNull(pinned.get());
        ReadView view = pin.view()) {
      assertArrayEquals(bytes("v"), view.get(tree, bytes("k")));
    }
    assertEquals(0, engine.stats().compaction().dropped().entries());
    write(engine, new WriteBatch().put(tree, bytes("l"), bytes("v")));
    engine.compact(tree);
    try (ReadView view = engine.snapshot()) {
      assertNull(view.get(tree, bytes("k")));
    }
    long tables = files.list(DIRECTORY).stream().filter(it -> it.endsWith(".sst")).count();
    assertEquals(engine.stats().tableFiles(), tables, "what was thrown away is gone");
    engine.close();
  }

  @Test
  void nothingGoesThatAPinHolds() throws IOException {
    Pins pins = new Pins(() -> Long.MAX_VALUE);
    long pinned = pins.add(() -> 7);
    List<String> gone = new ArrayList<>();
    long older = pins.add(() -> 5);
    OptionalLong none = OptionalLong.empty();
    assertEquals(OptionalLong.of(7), pins.dropUnlessHeld(6, () -> gone.add("held")));
    assertEquals(OptionalLong.of(7), pins.dropUnlessHeld(7, () -> gone.add("held")));
    assertEquals(OptionalLong.of(5), pins.dropUnlessHeld(5, () -> gone.add("held by both")));
    assertEquals(none, pins.dropUnlessHeld(8, () -> gone.add("written after the pin")));
    assertEquals(none, pins.dropUnlessHeld(Long.MAX_VALUE, () -> gone.add("covered")));
    pins.remove(pinned);
    assertEquals(none, pins.dropUnlessHeld(7, () -> gone.add("let go")));
    pins.remove(older);
    assertEquals(0, pins.count());
    assertEquals(List.of("written after the pin", "covered", "let go"), gone);
  }

  private static byte[] logKey(int hour, int i) {
    return bytes("p%02d-h%04d-%03d".formatted(i % 7, hour, i));
  }

  private void fillHour(LsmEngine engine, Tree log, int hour) throws IOException {
    for (int i = 0; i < 60; i++) {
      write(engine, new WriteBatch().put(log, logKey(hour, i), new byte[100]));
      clock.advance(Duration.ofMinutes(1));
    }
    engine.flush();
  }

  @Test
  void windowsBecomeOneTableEachAndGoAsAWhole() throws IOException {
    TreeOptions hours = TreeOptions.timeWindows(WINDOW, WINDOW.multipliedBy(6));
    LsmEngine engine = open();
    int kept = 0;
    for (int hour = 0; hour < 40; hour++) {
      fillHour(engine, engine.tree("log", hours), hour);
      if (hour % 10 == 9) {
        engine.close();
        engine = open();
      }
      kept = engine.stats().tableFiles();
      assertTrue(kept <= 8 + 4, "tables after hour " + hour + ": " + kept);
    }
    CompactionStats before = engine.stats().compaction();
    Tree log = engine.tree("log", hours);
    try (ReadView view = engine.snapshot()) {
      assertNull(view.get(log, logKey(5, 0)));
      for (int i = 0; i < 60; i++) {
        assertArrayEquals(new byte[100], view.get(log, logKey(36, i)));
      }
    }
    clock.advance(WINDOW.multipliedBy(7));
    write(engine, new WriteBatch().put(log, bytes("last"), bytes("")));
    engine.flush();
    CompactionStats after = engine.stats().compaction();
    assertEquals(kept, after.dropped().tables() - before.dropped().tables());
    assertEquals(before.bytesRead(), after.bytesRead(), "not read to be dropped");
    assertEquals(1, engine.stats().tableFiles());
    engine.close();
  }

  @Test
  void aTreeKeepsItsOptions() throws IOException {
    TreeOptions hours = TreeOptions.timeWindows(WINDOW, Duration.ZERO);
    try (LsmEngine engine = open()) {
      Tree log = engine.tree("log", hours);
      write(
          engine,
          new WriteBatch().put(log, bytes("a"), bytes("1")).put(log, bytes("b"), bytes("2")));
      Tree upper = engine.split(log, bytes("b"), "log-upper");
      assertEquals(upper, engine.tree("log-upper", hours));
    }
    try (LsmEngine engine = open()) {
      assertEquals(engine.tree("log"), engine.tree("log", hours));
      assertEquals(engine.tree("log-upper"), engine.tree("log-upper", hours));
      assertThrows(IllegalStateException.class, () -> engine.tree("log", TreeOptions.DEFAULT));
    }
  }
}
