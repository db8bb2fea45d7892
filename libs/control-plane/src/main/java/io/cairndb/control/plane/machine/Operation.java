package io.cairndb.control.plane.machine;

import java.util.List;
import java.util.UUID;

/**
 * Work in progress, as stored: enough to go on with it after a crash. What each one does in which
 * order is in {@link Operations}.
 */
public sealed interface Operation {
  UUID id();

  UUID tableId();

  /** Tells the shards of a new table. */
  record CreateTable(UUID id, UUID tableId) implements Operation {}

  /** Tells the shards of a changed schema. */
  record AlterTable(UUID id, UUID tableId) implements Operation {}

  /** Adds a global index to a table that may have items. */
  record BuildIndex(UUID id, UUID tableId, UUID indexId, Phase phase, Walk walk)
      implements Operation {
    /** Steps in order. */
    public enum Phase {
      INSTALL,
      BACKFILL,
      CATCH_UP
    }
  }

  /** Takes a global index away and deletes its entries. */
  record RemoveIndex(UUID id, UUID tableId, UUID indexId, Phase phase, Walk walk)
      implements Operation {
    /** Steps in order. */
    public enum Phase {
      INSTALL,
      PURGE
    }
  }

  /**
   * Fences a table off, forgets its name, deletes its items and index entries.
   *
   * @param groups groups still to be purged
   */
  record DeleteTable(UUID id, UUID tableId, Phase phase, List<UUID> groups, Walk walk)
      implements Operation {
    public DeleteTable {
      groups = List.copyOf(groups);
    }

    /** Steps in order. */
    public enum Phase {
      FENCE,
      PURGE
    }
  }

  /** Turns expiry on or off and brings the index of expiry times in line. */
  record ChangeTimeToLive(UUID id, UUID tableId, Phase phase, Walk walk) implements Operation {
    /** Steps in order. */
    public enum Phase {
      INSTALL,
      ALIGN
    }
  }
}
