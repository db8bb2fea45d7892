package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.PartitionId;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one command comes to: the batch to log, the answer, and what to change in memory once the
 * batch has been handed to the engine. Confined to the shard's loop.
 */
public final class Evaluation {
  final Hlc now;
  final ReadView view;
  private final WriteBatch batch = new WriteBatch();
  private @Nullable List<Runnable> effects;
  private @Nullable List<Runnable> landings;
  private @Nullable List<Changed> changed;
  private @Nullable List<byte[]> removed;
  private @Nullable List<Expiry> expiries;
  private int nextChange;
  private @Nullable CommandResult result;

  /** The newest change record of a partition in this batch. */
  record Changed(PartitionId partition, ChangePosition position) {}

  /** An expiry entry that the batch adds. */
  record Expiry(UUID tableId, long seconds) {}

  Evaluation(Hlc now, ReadView view) {
    this.now = now;
    this.view = view;
  }

  /** What to log; empty when nothing changes. */
  public WriteBatch batch() {
    return batch;
  }

  /** What to answer when everything up to and including the batch is durable. */
  public CommandResult result() {
    if (result == null) {
      throw new IllegalStateException("not evaluated");
    }
    return result;
  }

  void result(CommandResult outcome) {
    result = outcome;
  }

  /** Has {@code effect} run when the batch has been logged. */
  void onApply(Runnable effect) {
    if (effects == null) {
      effects = new ArrayList<>(4);
    }
    effects.add(effect);
  }

  void apply() {
    if (effects != null) {
      effects.forEach(Runnable::run);
    }
  }

  /** Has {@code landing} run when the batch is durable; may be called by effects. */
  void onDurable(Runnable landing) {
    if (landings == null) {
      landings = new ArrayList<>(2);
    }
    landings.add(landing);
  }

  /** To be called, once, when the batch is durable, in the order of evaluation. */
  void land() {
    if (landings != null) {
      landings.forEach(Runnable::run);
    }
  }

  /** A fresh place in the change log of {@code partition}. */
  ChangePosition nextChange(PartitionId partition) {
    ChangePosition position = new ChangePosition(now.msb(), nextChange++);
    if (changed == null) {
      changed = new ArrayList<>(1);
    }
    changed.removeIf(earlier -> earlier.partition().equals(partition));
    changed.add(new Changed(partition, position));
    return position;
  }

  /** Notes that the batch removes an item. */
  void onRemoval(byte[] engineKey) {
    if (removed == null) {
      removed = new ArrayList<>(1);
    }
    removed.add(engineKey);
  }

  /** Engine keys of items the batch removes. */
  List<byte[]> removed() {
    return removed == null ? List.of() : removed;
  }

  /** Notes that the batch adds an expiry entry. */
  void onExpiry(UUID tableId, long seconds) {
    if (expiries == null) {
      expiries = new ArrayList<>(1);
    }
    expiries.add(new Expiry(tableId, seconds));
  }

  /** Expiry entries the batch adds. */
  List<Expiry> expiries() {
    return expiries == null ? List.of() : expiries;
  }

  List<Changed> changed() {
    return changed == null ? List.of() : changed;
  }
}
