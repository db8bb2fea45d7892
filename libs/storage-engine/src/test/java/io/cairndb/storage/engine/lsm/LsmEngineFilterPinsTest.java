package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Merges whose filter drops all but one key, while the filter itself takes pins. */
class LsmEngineFilterPinsTest {
  private static final int ENTRIES = 600;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(1_000_000);
  private final SimulatedWorkers workers = new SimulatedWorkers(true, clock);
  private final List<Double> expectedLevelZero = new ArrayList<>();
  private LsmEngine engine;
  private @Nullable Pin pin;
  private boolean pinning;
  private boolean unpinning;
  private int asked;

  private final CompactionFilter filter =
      new CompactionFilter() {
        @Override
        public boolean drops(Entry entry, long nowMillis) {
          asked++;
          if (pinning) {
            renewPin();
          }
          return !isKept(entry);
        }

        /** Asked for what is written. */
        @Override
        public long expiryMillis(Entry entry) {
          if (!isKept(entry)) {
            LsmVersion version = engine.parts.states.peek().version();
            expectedLevelZero.add(engine.parts.compactor.expectedLevelZero(version));
          }
          return 1;
        }
      };

  /** The first key. */
  private static boolean isKept(CompactionFilter.Entry entry) {
    return entry.keyArray()[entry.keyLength() - 1] == '-';
  }

  @BeforeEach
  void open() throws IOException {
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              if (unpinning && operation.equals("delete") && path.toString().endsWith(".sst")) {
                unpinning = false;
                pinning = false;
                closePin();
              }
            });
    EngineOptions options =
        EngineOptions.builder()
            .compaction(CompactionOptions.builder().filters(tree -> filter).build())
            .build();
    engine = LsmEngine.open(hooked, Path.of("/engine"), options, clock, workers);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
  }

  private void renewPin() {
    Pin next = engine.pin();
    closePin();
    pin = next;
  }

  private void closePin() {
    Pin held = pin;
    if (held != null) {
      held.close();
    }
    pin = null;
  }

  private Tree fill(int from) {
    return fill("t", from);
  }

  private Tree fill(String name, int from) {
    Tree tree = engine.tree(name);
    write(engine, new WriteBatch().put(tree, bytes("-"), bytes("v")));
    for (int i = from + 1; i < from + ENTRIES; i++) {
      write(engine, new WriteBatch().put(tree, bytes("k%04d".formatted(i)), bytes("v")));
    }
    return tree;
  }

  private long dropped() {
    return engine.stats().compaction().dropped().entries();
  }

  @Test
  void whatIsMergedAgainCountsFromTheBeginning() throws IOException {
    Tree tree = fill(0);
    engine.flush();
    expectedLevelZero.clear();
    pinning = true;
    engine.compact(tree);
    assertEquals(ENTRIES - 1, expectedLevelZero.size(), "written by the merge without the filter");
    assertEquals(2, expectedLevelZero.getFirst(), "twice the table that nothing is merged of yet");
    assertTrue(expectedLevelZero.getLast() < 1, "at the end: " + expectedLevelZero.getLast());
    closePin();
  }

  /** What would be dropped in vain is not asked for; without the pin it is again. */
  @Test
  void aPinThatIsAlwaysThereCostsOneMergeInVain() throws IOException {
    pinning = true;
    engine.compact(fill(0));
    assertEquals(ENTRIES, asked);
    for (int i = 1; i < 5; i++) {
      engine.compact(fill(i * ENTRIES));
      assertEquals(ENTRIES, asked, "merge " + i + " asked the filter");
      renewPin();
    }
    closePin();
    pinning = false;
    engine.compact(fill(5 * ENTRIES));
    assertEquals(dropped() + 1 + ENTRIES, asked);
    assertEquals(6 * (ENTRIES - 1), dropped());
  }

  /** Only the short one has spoiled a merge; the old one holds nothing that the filter drops. */
  @Test
  void anOldPinDoesNotStandForAShortOne() throws IOException {
    Tree tree = fill(0);
    try (Pin old = engine.pin()) {
      fill(ENTRIES);
      pinning = true;
      unpinning = true;
      engine.compact(tree);
      assertNull(pin, "the short one has gone");
      assertEquals(0, dropped());
      fill(2 * ENTRIES);
      engine.compact(tree);
      assertEquals(2 * (ENTRIES - 1), dropped(), "all that is newer than " + old.sequence());
    }
  }

  @Test
  void whatSpoilsMergesOfATreeIsNotHeldAgainstAnother() throws IOException {
    Tree other = fill("other", 0);
    Tree tree = fill(0);
    pinning = true;
    engine.compact(tree);
    pinning = false;
    assertEquals(0, dropped());
    fill("other", ENTRIES);
    engine.compact(other);
    assertEquals(ENTRIES - 1, dropped(), "all that is newer than the pin");
    fill(ENTRIES);
    int before = asked;
    engine.compact(tree);
    assertEquals(before, asked, "the pin is still there");
    closePin();
  }

  /** The pin has gone before the merge without the filter begins: time alone drops the rest. */
  @Test
  void whatWasNotDroppedForAPinThatIsGoneStaysDue() throws IOException {
    Tree tree = fill(0);
    engine.flush();
    pinning = true;
    unpinning = true;
    engine.compact(tree);
    assertNull(pin);
    assertEquals(2 * (ENTRIES - 1), expectedLevelZero.size(), "merged without the filter");
    clock.advance(Duration.ofMinutes(2));
    workers.runPending();
    assertEquals(ENTRIES - 1, dropped(), "found by the clock");
  }
}
