package io.cairndb.storage.engine.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fragments answer as the list of deletions they were made from does. */
class RangeDeletionsPropertyTest {
  private static final int RUNS = 2_000;
  private static final int KEYS = 20;

  private record Deletion(int from, int end, long sequence) {
    boolean covers(int key) {
      return from <= key && key < end;
    }
  }

  private static byte[] key(int number) {
    return new byte[] {(byte) (100 + number)};
  }

  private static LongStream covering(List<Deletion> all, int key) {
    return all.stream().filter(it -> it.covers(key)).mapToLong(Deletion::sequence);
  }

  @Test
  void coverAsTheDeletionsDo() {
    @Nullable String given = System.getProperty("cairn.seed");
    long seed = given == null ? System.nanoTime() : Long.parseLong(given);
    System.out.println("RangeDeletionsPropertyTest: repeat with -Dcairn.seed=" + seed);
    for (int run = 0; run < RUNS; run++) {
      check(RandomSource.seeded(seed + run));
    }
  }

  private static void check(RandomSource random) {
    List<Deletion> all = new ArrayList<>();
    List<RangeDeletions> sources = new ArrayList<>(List.of(RangeDeletions.NONE));
    for (int i = random.nextInt(10); i > 0; i--) {
      int from = random.nextInt(KEYS);
      Deletion deletion =
          new Deletion(from, from + 1 + random.nextInt(KEYS - from), 1 + random.nextInt(9));
      all.add(deletion);
      if (random.nextInt(3) == 0) {
        sources.add(RangeDeletions.NONE);
      }
      sources.add(
          sources
              .removeLast()
              .with(key(deletion.from()), key(deletion.end()), deletion.sequence()));
    }
    RangeDeletions merged = RangeDeletions.merge(sources);
    assertFragmentsAreOrdered(merged);
    RangeDeletions again = RangeDeletions.decode(merged.encode());
    assertArrayEquals(merged.encode(), again.encode());
    int lower = random.nextInt(KEYS);
    int upper = lower + random.nextInt(KEYS - lower + 1);
    RangeDeletions within = merged.within(key(lower), key(upper));
    for (int key = 0; key <= KEYS; key++) {
      assertSameAt(key, 1 + random.nextInt(9), all, again);
      boolean inside = lower <= key && key < upper;
      assertEquals(
          inside ? merged.covering(key(key), 1, Long.MAX_VALUE) : RangeDeletions.NOT_COVERED,
          within.covering(key(key), 1, Long.MAX_VALUE));
    }
    assertCoversAll(lower, Math.max(lower, upper - 1), all, merged);
  }

  private static void assertSameAt(int key, long bound, List<Deletion> all, RangeDeletions ranges) {
    assertEquals(
        covering(all, key).filter(it -> it <= bound).max().orElse(RangeDeletions.NOT_COVERED),
        ranges.covering(key(key), 1, bound));
    assertEquals(
        covering(all, key).filter(it -> it > bound).min().orElse(RangeDeletions.NOT_COVERED),
        ranges.coveringNextAbove(key(key), 1, bound));
  }

  /** Keys between the whole numbers are covered as the number below them is. */
  private static void assertCoversAll(
      int first, int last, List<Deletion> all, RangeDeletions ranges) {
    long least = Long.MAX_VALUE;
    for (int key = first; key <= last; key++) {
      least = Math.min(least, covering(all, key).max().orElse(RangeDeletions.NOT_COVERED));
    }
    assertEquals(least, ranges.coveringAll(key(first), key(last), Long.MAX_VALUE));
  }

  private static void assertFragmentsAreOrdered(RangeDeletions ranges) {
    byte[] behind = new byte[0];
    long[] before = new long[0];
    for (RangeDeletions.Fragment fragment : ranges.fragments()) {
      int order = Arrays.compareUnsigned(behind, fragment.start());
      assertTrue(order < 0 || (order == 0 && !Arrays.equals(before, fragment.sequences())));
      behind = fragment.end();
      before = fragment.sequences();
    }
  }
}
