package io.cairndb.storage.engine;

import java.util.List;

/**
 * What is known of the health of an engine's files.
 *
 * @param damaged first damage found in each live table that is damaged, in order of file names;
 *     such a table is read where it is whole and left out of compactions
 * @param scrub what the scrubber has done
 */
public record IntegrityStats(List<Damage> damaged, ScrubStats scrub) {
  /** Nothing found, nothing scrubbed. */
  public static final IntegrityStats NONE = new IntegrityStats(List.of(), new ScrubStats(0, 0, 0));

  public IntegrityStats {
    damaged = List.copyOf(damaged);
  }
}
