package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.item.Item;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one item, as kept in the change log.
 *
 * @param hlc timestamp of the command that made the change
 * @param streamed whether the table's stream was enabled: others exist for indexes only
 * @param indexIds for BACKFILL, the indexes being built; empty otherwise
 */
public record ChangeRecord(
    Hlc hlc,
    Kind kind,
    UUID tableId,
    @Nullable Item oldItem,
    @Nullable Item newItem,
    Origin origin,
    boolean streamed,
    Set<UUID> indexIds) {
  public ChangeRecord {
    indexIds = Set.copyOf(indexIds);
  }

  /** What happened to the item. */
  public enum Kind {
    INSERT,
    MODIFY,
    REMOVE,
    /** Nothing: the item is shown to an index that is being built. */
    BACKFILL
  }

  /** Who made the change. */
  public enum Origin {
    USER,
    TTL
  }

  /** Encoded sizes of both images, about what the record costs in memory. */
  public int sizeInBytes() {
    return (oldItem == null ? 0 : oldItem.length()) + (newItem == null ? 0 : newItem.length());
  }

  /** A record and its place. */
  public record Positioned(ChangePosition position, ChangeRecord change) {}
}
