package io.cairndb.partiql;

import java.util.Random;

/** The seed of a random test: given, or fresh and printed. */
final class Seeds {
  private Seeds() {}

  static Random random(Class<?> test) {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println(test.getSimpleName() + ": rerun with -Dcairn.seed=" + seed);
    return new Random(seed);
  }
}
