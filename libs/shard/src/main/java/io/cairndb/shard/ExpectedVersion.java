package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import org.jspecify.annotations.Nullable;

/** What the version of an item must be for a write to be made. */
public sealed interface ExpectedVersion {
  /** Of a write that does not ask. */
  ExpectedVersion ANY = new Any();

  /** Whatever is there, or nothing. */
  record Any() implements ExpectedVersion {}

  /** No item. */
  record Absent() implements ExpectedVersion {}

  /** An item of any version. */
  record Present() implements ExpectedVersion {}

  /** The item as the write with this timestamp left it. */
  record Exactly(Hlc version) implements ExpectedVersion {}

  /**
   * Whether the write can be made.
   *
   * @param current version of the item; null when there is none
   */
  default boolean admits(@Nullable Hlc current) {
    return switch (this) {
      case Any ignored -> true;
      case Absent ignored -> current == null;
      case Present ignored -> current != null;
      case Exactly exactly -> exactly.version().equals(current);
    };
  }
}
