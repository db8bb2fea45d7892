package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.storage.engine.VersionOptions;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How far back can be read, and what is remembered of times. */
class VersionsTest {
  private final AtomicLong durable = new AtomicLong();

  private static TimeMap times(long step) {
    return new TimeMap(step, new TreeMap<>());
  }

  private Versions retaining(long units, TimeMap times) {
    VersionOptions options = VersionOptions.defaults().retaining(units, 1);
    return new Versions(options, times, durable::get);
  }

  @Test
  void theHorizonFollowsWhatIsDurable() {
    TimeMap times = times(1);
    Versions versions = retaining(10, times);
    versions.begin(0, 0);
    long[] written = {8000, 8990, 9000, 9500};
    for (int i = 0; i < written.length; i++) {
      times.add(i + 1, written[i]);
    }
    durable.set(2);
    assertEquals(1, versions.horizon());
    durable.set(4);
    assertEquals(3, versions.horizon());
    durable.set(2);
    assertEquals(3, versions.horizon(), "never goes back");
  }

  @Test
  void theNewestBatchCanBeReadWhateverTheManifestSays() {
    Versions versions = retaining(10, times(1));
    versions.begin(3, 2);
    assertEquals(2, versions.horizon());
    assertTrue(versions.pins().isHeld(2));
  }

  @Test
  void withoutRetentionTimesBelowAllPinsAreForgotten() {
    TimeMap times = times(1);
    Versions versions = new Versions(VersionOptions.defaults(), times, durable::get);
    for (int i = 1; i <= 1000; i++) {
      times.add(i, 10L * i);
    }
    long pinned = versions.pins().add(() -> 500);
    assertTrue(versions.changesFor(versions.pins().retained(), 1000).isEmpty());
    assertEquals(500, times.sequenceAt(5005));
    assertEquals(700, times.sequenceAt(7005));
    versions.pins().remove(pinned);
    assertTrue(versions.changesFor(versions.pins().retained(), 1000).isEmpty());
    assertEquals(1, times.size());
    assertEquals(1000, times.sequenceAt(20_000));
  }

  @Test
  void recentTimesAreExactAndAllTogetherAreBounded() {
    TimeMap times = times(1);
    int batches = 400_000;
    for (int i = 1; i <= batches; i++) {
      times.add(i, 10L * i);
    }
    assertTrue(times.size() <= 1 << 17, "marks: " + times.size());
    for (int i = batches - 8000; i <= batches; i++) {
      assertEquals(i, times.sequenceAt(10L * i + 5));
    }
    for (int i = 100; i < batches; i += 1000) {
      long found = times.sequenceAt(10L * i + 5);
      assertTrue(found > 0 && found <= i, found + " for " + i);
    }
    assertTrue(times.sequenceAt(10L * batches / 2) > batches / 2 - 100);
  }

  @Test
  void timesCloserThanAStepAreThinned() {
    TimeMap times = times(1000);
    for (int i = 1; i <= 200_000; i++) {
      times.add(i, i);
    }
    assertTrue(times.size() < 20_000, "marks: " + times.size());
    assertEquals(199_000, times.sequenceAt(199_000));
    long found = times.sequenceAt(50_000);
    assertTrue(found > 48_000 && found <= 50_000, "found " + found);
  }
}
