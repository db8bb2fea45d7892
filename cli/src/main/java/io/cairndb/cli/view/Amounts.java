package io.cairndb.cli.view;

import java.util.Locale;

/** Amounts with the units people read. */
public final class Amounts {
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Amounts() {}

  /** A count with separators of thousands. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count of things, such as {@code 1 item} and {@code 1,024 items}; {@code thing} is one. */
  public static String of(long count, String thing) {
    return count(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /** Bytes with the largest unit that leaves a digit before the point. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < BYTES.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, BYTES[unit]);
  }

  /** Minutes and seconds. */
  public static String duration(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
  }
}
