package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a write would do to an item, decided but not done. */
sealed interface WritePlan {

  /**
   * The write can be done.
   *
   * @param oldItem of a write whose images nobody keeps, good until the next one is planned
   * @param writes whether it is a write at all, not only a check
   */
  record Ready(
      TableSchema table,
      ShardCatalog.Hosted partition,
      byte[] engineKey,
      ItemKey key,
      @Nullable Item oldItem,
      @Nullable Item newItem,
      boolean writes,
      List<DocumentPath> touched)
      implements WritePlan {

    CommandResult.Written written() {
      return new CommandResult.Written(oldItem, newItem, touched);
    }

    /** As {@link #written()}, of a write made at {@code now}. */
    CommandResult.Written written(Hlc now, boolean wantImages) {
      Hlc version = newItem == null ? null : now;
      return wantImages
          ? new CommandResult.Written(oldItem, newItem, touched, version)
          : new CommandResult.Written(null, null, List.of(), version);
    }
  }

  /** The write cannot be done; the outcome says why. */
  record Stopped(CommandResult outcome) implements WritePlan {}
}
