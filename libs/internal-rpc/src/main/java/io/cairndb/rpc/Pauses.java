package io.cairndb.rpc;

import io.cairndb.env.RandomSource;
import java.time.Duration;

/**
 * Pauses between attempts: twice as long each time, and spread so that the many who lost the same
 * peer do not come back all at once. Confined to its owner.
 */
public final class Pauses {
  private static final int MAX_DOUBLINGS = 16;

  private final Duration first;
  private final Duration longest;
  private final RandomSource random;
  private int attempts;

  /**
   * Pauses from the first on.
   *
   * @param first the whole of the first one
   * @param longest the whole of every one after enough attempts
   */
  public Pauses(Duration first, Duration longest, RandomSource random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** Half of the pause is certain, half by chance. */
  public Duration next() {
    Duration doubled = first.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
    attempts++;
    Duration whole = doubled.compareTo(longest) < 0 ? doubled : longest;
    return spread(whole, random);
  }

  /** Something between half of {@code whole} and the whole. */
  public static Duration spread(Duration whole, RandomSource random) {
    int half = (int) Math.max(1, whole.toMillis() / 2);
    return Duration.ofMillis(half + random.nextInt(half));
  }

  /** After a success: the next failure is the first again. */
  public void reset() {
    attempts = 0;
  }
}
