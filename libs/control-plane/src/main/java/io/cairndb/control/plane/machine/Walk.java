package io.cairndb.control.plane.machine;

import io.cairndb.item.Bytes;
import java.util.Optional;

/**
 * How far a pass over the partitions of a group has come. It names a token rather than a partition,
 * so that a pass survives splits and merges: at worst some keys are visited twice.
 *
 * @param token the pass goes on in the partition that holds it
 * @param cursor last key done in that partition; absent at its start
 */
public record Walk(long token, Optional<Bytes> cursor) {
  /** Nothing done yet. */
  public static final Walk START = new Walk(0, Optional.empty());
}
