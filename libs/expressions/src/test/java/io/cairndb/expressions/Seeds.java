package io.cairndb.expressions;

import java.util.SplittableRandom;

/** Randomness of tests: from {@code -Dcairn.seed}, or fresh and printed so that a run repeats. */
public final class Seeds {
  private Seeds() {}

  public static SplittableRandom random(Class<?> test) {
    Long given = Long.getLong("cairn.seed");
    long seed = given != null ? given : new SplittableRandom().nextLong();
    System.out.println(
        test.getSimpleName()
            + ": rerun with -pl libs/expressions -Dtest="
            + test.getSimpleName()
            + " -Dcairn.seed="
            + seed);
    return new SplittableRandom(seed);
  }
}
