package io.cairndb.storage.engine.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a repair could not save.
 *
 * @param places what is gone, or may be, file by file; empty when nothing is lost
 * @param versions versions of keys that are known to be gone from tables; where the number is not
 *     known, only a place tells; what cannot be read of a file that tables share since a split
 *     counts for each of them, so fewer may be gone then
 * @param writes writes that are known to be gone from the log, and those left out since they follow
 *     a lost one; where the number is not known, only a place tells
 */
public record Losses(List<Finding> places, long versions, long writes) {
  public Losses {
    places = List.copyOf(places);
  }

  /** Whether the repaired engine holds all that the damaged one held. */
  public boolean isEmpty() {
    return places.isEmpty();
  }

  /** The files that lost something. */
  public SortedSet<Path> files() {
    SortedSet<Path> files = new TreeSet<>();
    places.forEach(place -> files.add(place.file()));
    return files;
  }
}
