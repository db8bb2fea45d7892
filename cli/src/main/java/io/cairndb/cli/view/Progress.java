package io.cairndb.cli.view;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * A line that is drawn again and again on a terminal, and not at all elsewhere. Thread-safe.
 *
 * <p>Not silent while nothing moves only because {@link #show} is called by whoever works.
 */
public final class Progress {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BAR = 24;

  private final PrintWriter out;
  private final boolean drawn;
  private final long began = System.nanoTime();
  private final long itemsBefore;
  private long shown = began - PAUSE_NANOS;

  /**
   * A bar.
   *
   * @param drawn false for silence
   * @param itemsBefore what an earlier run did, which says nothing about the speed of this one
   */
  public Progress(PrintWriter out, boolean drawn, long itemsBefore) {
    this.out = out;
    this.drawn = drawn;
    this.itemsBefore = itemsBefore;
  }

  /** Draws, unless it was drawn a moment ago. {@code part} is of {@code whole}; 0: unknown. */
  public synchronized void show(long items, long part, long whole) {
    long now = System.nanoTime();
    if (drawn && now - shown >= PAUSE_NANOS) {
      shown = now;
      out.print("\r\u001b[K" + line(items, part, whole, now));
      out.flush();
    }
  }

  /** Takes the line away. */
  public synchronized void clear() {
    if (drawn) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  private String line(long items, long part, long whole, long now) {
    double seconds = Math.max(0.001, (now - began) / 1e9);
    double rate = (items - itemsBefore) / seconds;
    String speed = Amounts.of(items, "item") + ", " + Amounts.count((long) rate) + "/s";
    if (whole <= 0) {
      return speed;
    }
    double done = Math.min(1, part / (double) whole);
    int filled = (int) (done * BAR);
    return "%s%s %3d%%  %s"
        .formatted("█".repeat(filled), "░".repeat(BAR - filled), (int) (done * 100), speed);
  }

  /** Seconds since the start. */
  public long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
  }
}
