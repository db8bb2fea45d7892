package io.cairndb.storage.engine;

/** What the records of options refuse. */
final class OptionChecks {
  private OptionChecks() {}

  /**
   * Throws {@link IllegalArgumentException} unless {@code holds}.
   *
   * @param rule names the option and says what it may be
   * @param value that was given
   */
  static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + value);
    }
  }
}
