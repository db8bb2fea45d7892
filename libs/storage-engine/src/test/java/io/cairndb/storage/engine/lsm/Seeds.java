package io.cairndb.storage.engine.lsm;

import org.jspecify.annotations.Nullable;

/** Where random tests get their seed from. */
final class Seeds {
  private Seeds() {}

  /** The seed asked for, or a fresh one; printed with the way to repeat the run. */
  static long choose(String test) {
    @Nullable String given = System.getProperty("cairn.seed");
    long seed = given == null ? System.nanoTime() : Long.parseLong(given);
    System.out.println(test + ": seed " + seed + ", repeat with -Dcairn.seed=" + seed);
    return seed;
  }
}
