package io.cairndb.storage.engine;

/**
 * What an engine keeps of the past.
 *
 * @param pins pins held
 * @param heldWrites writes since the oldest state that can still be read; the price of holding it
 *     is what they replaced
 * @param rangeDeletions fragments of deleted ranges in tables
 */
public record VersionStats(int pins, long heldWrites, long rangeDeletions) {
  /** Of an engine that keeps nothing. */
  public static final VersionStats NONE = new VersionStats(0, 0, 0);
}
