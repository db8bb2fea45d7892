package io.cairndb.storage.engine;

import java.time.Duration;

/** Something that happened in an engine. */
public sealed interface EngineEvent {

  /** Who came upon damage. */
  enum Finder {
    READ,
    COMPACTION,
    SCRUB
  }

  /** A table is damaged; told once for each table and opening of the engine. */
  record DamageFound(Damage damage, Finder finder) implements EngineEvent {}

  /**
   * Every table was read once.
   *
   * @param bytes read
   * @param took time from the beginning of the round
   * @param damagedTables tables in which the round found damage
   */
  record ScrubRoundEnded(long bytes, Duration took, int damagedTables) implements EngineEvent {}
}
