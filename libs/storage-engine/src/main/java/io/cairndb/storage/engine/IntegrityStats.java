package io.cairndb.storage.engine;

import java.util.List;

/**
 * What is known of the health of an engine's files.
 *
 * @param damaged first damage found in each live table that is damaged, in order of file names;
 *     such a table is read where it is whole and left out of compactions
 * @param scrub what the scrubber has done
 * @param seals how far tables are encrypted
 */
public record IntegrityStats(List<Damage> damaged, ScrubStats scrub, Seals seals) {
  /** Nothing found, nothing scrubbed, nothing sealed. */
  public static final IntegrityStats NONE =
      new IntegrityStats(List.of(), new ScrubStats(0, 0, 0, 0), new Seals(0, 0));

  /**
   * How far tables are encrypted.
   *
   * @param tables live tables that are sealed
   * @param staleKeys of these, the ones whose data key is wrapped by another master key than the
   *     active one: what a rotation has left to do
   */
  public record Seals(int tables, int staleKeys) {}

  public IntegrityStats {
    damaged = List.copyOf(damaged);
  }
}
