package io.cairndb.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** What is scraped of one engine is of one moment, and never old. */
class SnapshotsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger taken = new AtomicInteger();
  private final Snapshots<Integer> snapshots = new Snapshots<>(taken::incrementAndGet, nanos::get);
  private final List<DoubleSupplier> figures =
      List.of(
          snapshots.figure(it -> it), snapshots.figure(it -> 10 * it), snapshots.figure(it -> -it));

  private List<Double> scrape() {
    return figures.stream().map(DoubleSupplier::getAsDouble).toList();
  }

  @Test
  void eachRoundTakesOneSnapshot() {
    assertEquals(List.of(1.0, 10.0, -1.0), scrape());
    assertEquals(List.of(2.0, 20.0, -2.0), scrape());
    assertEquals(2, taken.get());
  }

  @Test
  void aFigureThatIsReadAloneIsNew() {
    assertEquals(1.0, figures.getFirst().getAsDouble());
    assertEquals(2.0, figures.getFirst().getAsDouble());
    nanos.addAndGet(Snapshots.AGE_MAX.toNanos());
    assertEquals(20.0, figures.get(1).getAsDouble());
    nanos.addAndGet(Snapshots.AGE_MAX.toNanos() + 1);
    assertEquals(-3.0, figures.get(2).getAsDouble(), "too old for one that has not seen it");
  }
}
