package io.cairndb.storage.engine;

import org.jspecify.annotations.Nullable;

/**
 * What an engine does for the health and the secrecy of its files.
 *
 * @param scrub how tables are read in the background
 * @param listener hears of damage; called on any thread of the engine
 * @param keyring master keys: what is written is sealed. Null: it is not. Needs {@link
 *     FormatVersion#VERSIONS}.
 */
public record OperationsOptions(
    ScrubOptions scrub, EngineListener listener, @Nullable Keyring keyring) {

  /** No scrubbing, nobody listening, nothing sealed. */
  public static OperationsOptions defaults() {
    return new OperationsOptions(ScrubOptions.off(), EngineListener.NONE, null);
  }

  /** These, with other scrubbing. */
  public OperationsOptions withScrub(ScrubOptions other) {
    return new OperationsOptions(other, listener, keyring);
  }

  /** These, with another listener. */
  public OperationsOptions withListener(EngineListener other) {
    return new OperationsOptions(scrub, other, keyring);
  }

  /** These, with other keys, or with none. */
  public OperationsOptions withKeyring(@Nullable Keyring other) {
    return new OperationsOptions(scrub, listener, other);
  }
}
