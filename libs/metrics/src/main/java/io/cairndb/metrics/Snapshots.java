package io.cairndb.metrics;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Figures that are read one by one and yet are of one moment: all that are read in one round of
 * scraping come from one snapshot. A figure that is read again begins the next round, and no
 * snapshot serves longer than {@link #AGE_MAX}. Thread-safe.
 *
 * @param <T> what is looked at
 */
public final class Snapshots<T> {
  /** Longer than any scrape takes, shorter than what lies between two. */
  public static final Duration AGE_MAX = Duration.ofSeconds(1);

  private final Supplier<T> source;
  private final LongSupplier nanoTime;
  private @Nullable Snapshot<T> current;
  private long rounds;

  private record Snapshot<T>(T value, long takenNanos, long round) {}

  /**
   * Snapshots of one thing.
   *
   * @param source takes one
   * @param nanoTime the time in nanoseconds from any beginning
   */
  public Snapshots(Supplier<T> source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /** One figure of the snapshots. */
  public DoubleSupplier figure(ToDoubleFunction<T> value) {
    // Of the snapshot this figure was read from last.
    long[] seen = {-1};
    return () -> value.applyAsDouble(unseen(seen));
  }

  private synchronized T unseen(long[] seen) {
    Snapshot<T> snapshot = current;
    long now = nanoTime.getAsLong();
    if (snapshot == null
        || snapshot.round == seen[0]
        || now - snapshot.takenNanos > AGE_MAX.toNanos()) {
      snapshot = new Snapshot<>(source.get(), now, rounds++);
      current = snapshot;
    }
    seen[0] = snapshot.round;
    return snapshot.value;
  }
}
