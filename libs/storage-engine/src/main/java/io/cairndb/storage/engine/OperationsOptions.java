package io.cairndb.storage.engine;

/**
 * What an engine does for the health of its files.
 *
 * @param scrub how tables are read in the background
 * @param listener hears of damage; called on any thread of the engine
 */
public record OperationsOptions(ScrubOptions scrub, EngineListener listener) {

  /** No scrubbing, nobody listening. */
  public static OperationsOptions defaults() {
    return new OperationsOptions(ScrubOptions.off(), EngineListener.NONE);
  }

  /** These, with other scrubbing. */
  public OperationsOptions withScrub(ScrubOptions other) {
    return new OperationsOptions(other, listener);
  }

  /** These, with another listener. */
  public OperationsOptions withListener(EngineListener other) {
    return new OperationsOptions(scrub, other);
  }
}
