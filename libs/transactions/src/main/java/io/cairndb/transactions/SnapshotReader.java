package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.ShardId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads several items as of one moment. Thread-safe.
 *
 * <p>All items are read twice. When no transaction holds any of them and no version has changed in
 * between, all of them stood still from the end of the first round to the start of the second: that
 * is the moment. One shard answers for one moment anyway and is asked once.
 *
 * @param <G> what names an item
 * @param <V> an item
 * @param <X> why a shard did not look at a request
 */
public final class SnapshotReader<G, V, X> {
  private final Items<G, V, X> items;
  private final int attempts;
  private final Pauses pauses;

  /** Reads of items; answers may be {@code Unknown}. Thread-safe. */
  @FunctionalInterface
  public interface Items<G, V, X> {

    /** The named items of a shard as of one moment, durable, in order. */
    CompletableFuture<Reply<V, X>> read(ShardId shard, List<G> names);
  }

  /**
   * One item as it was found.
   *
   * @param item null when there is none
   * @param version differs whenever the item has been written or removed in between; for an item
   *     that does not exist, therefore, a timestamp not older than the removal; null when not
   *     known, which differs from everything
   * @param held whether a transaction that has not ended is going to change it
   */
  public record Version<V>(@Nullable V item, @Nullable Hlc version, boolean held) {}

  /** Answer to a read. */
  public sealed interface Reply<V, X> {

    record Found<V, X>(List<Version<V>> versions) implements Reply<V, X> {}

    /** The shard did not look at it. */
    record Declined<V, X>(X refusal) implements Reply<V, X> {}

    record Unknown<V, X>(String reason) implements Reply<V, X> {}
  }

  /** What a client's read came to. */
  public sealed interface ReadResult<V, X> {

    /** The items, in order, as of one moment. */
    record Snapshot<V, X>(List<Version<V>> versions) implements ReadResult<V, X> {}

    /** Transactions were in the way; for each item, whether it was one of theirs. */
    record Conflict<V, X>(List<Boolean> held) implements ReadResult<V, X> {}

    /** A shard declined. */
    record Declined<V, X>(X refusal) implements ReadResult<V, X> {}

    record Unknown<V, X>(String reason) implements ReadResult<V, X> {}
  }

  /**
   * @param attempts how often a conflict is tried again, the first time included
   */
  public SnapshotReader(Items<G, V, X> items, int attempts, Pauses pauses) {
    this.items = items;
    this.attempts = attempts;
    this.pauses = pauses;
  }

  /** Reads the items, which may be repeated. */
  public CompletableFuture<ReadResult<V, X>> read(List<Routed<G>> names) {
    return new Attempts(attempts, pauses)
        .until(
            result -> !(result instanceof ReadResult.Conflict<V, X>),
            () -> readOnce(new ActionsByShard<>(names)));
  }

  private CompletableFuture<ReadResult<V, X>> readOnce(ActionsByShard<G> names) {
    return round(names)
        .thenCompose(
            first -> {
              if (names.shards().size() == 1
                  || !(first instanceof ReadResult.Snapshot<V, X> found)) {
                return CompletableFuture.completedFuture(first);
              }
              return round(names).thenApply(second -> compare(found, second));
            });
  }

  private ReadResult<V, X> compare(ReadResult.Snapshot<V, X> first, ReadResult<V, X> second) {
    if (!(second instanceof ReadResult.Snapshot<V, X> found)) {
      return second;
    }
    List<Boolean> changed = new ArrayList<>();
    for (int i = 0; i < found.versions().size(); i++) {
      Hlc version = found.versions().get(i).version();
      changed.add(version == null || !version.equals(first.versions().get(i).version()));
    }
    return changed.contains(true) ? new ReadResult.Conflict<>(changed) : second;
  }

  /** One look at every item; a snapshot only when nothing is held. */
  private CompletableFuture<ReadResult<V, X>> round(ActionsByShard<G> names) {
    List<CompletableFuture<Reply<V, X>>> replies = new ArrayList<>();
    for (ShardId shard : names.shards()) {
      replies.add(items.read(shard, names.of(shard)));
    }
    return Together.all(replies).thenApply(all -> resultOf(names, all));
  }

  private ReadResult<V, X> resultOf(ActionsByShard<G> names, List<Reply<V, X>> replies) {
    List<List<Version<V>>> found = new ArrayList<>();
    for (Reply<V, X> reply : replies) {
      switch (reply) {
        case Reply.Found<V, X> one -> found.add(one.versions());
        case Reply.Declined<V, X> declined -> {
          return new ReadResult.Declined<>(declined.refusal());
        }
        case Reply.Unknown<V, X> unknown -> {
          return new ReadResult.Unknown<>(unknown.reason());
        }
      }
    }
    List<Version<V>> versions = names.inOrder(found);
    List<Boolean> held = new ArrayList<>(Collections.nCopies(versions.size(), false));
    for (int i = 0; i < versions.size(); i++) {
      held.set(i, versions.get(i).held());
    }
    return held.contains(true)
        ? new ReadResult.Conflict<>(held)
        : new ReadResult.Snapshot<>(versions);
  }
}
