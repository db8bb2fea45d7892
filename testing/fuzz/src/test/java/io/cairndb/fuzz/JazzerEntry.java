package io.cairndb.fuzz;

import java.io.IOException;

/** What Jazzer calls, in a process that has one target. */
@SuppressWarnings("NullAway.Init") // Jazzer initialises first
public final class JazzerEntry {
  private static FuzzTarget target;

  private JazzerEntry() {}

  /** Called once, before any input. */
  public static void fuzzerInitialize() throws IOException {
    target = Targets.named(System.getProperty("cairn.fuzz.target", ""));
    target.prepare();
  }

  /** Called with every input. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    target.run(input);
  }
}
