package io.cairndb.fuzz;

/** What a target claims of an input. */
public final class Check {
  private Check() {}

  /** Fails, and so makes a finding of the input, unless the claim holds. */
  public static void that(boolean holds, String claim) {
    if (!holds) {
      throw new AssertionError(claim);
    }
  }
}
