package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.compaction.KeySlice;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One merge, cut by keys into slices that several workers run. Thread-safe. Its outputs count all
 * together or not at all: once a slice has failed or was cancelled none is begun any more, and what
 * the others have written goes.
 */
final class SlicedMerge {
  private final Jobs jobs;
  private final Deque<KeySlice> waiting;
  private final SortedMap<Integer, List<Sstable>> outputs = new TreeMap<>();
  private int running;
  private int begun;
  private volatile boolean cancelled;
  private @Nullable Throwable failure;

  /** Runs the merge of one slice. */
  @FunctionalInterface
  interface Jobs {
    /** As {@link CompactionJob#run}. */
    @Nullable List<Sstable> run(KeySlice slice, BooleanSupplier cancelled) throws IOException;
  }

  SlicedMerge(List<KeySlice> slices, Jobs jobs) {
    this.waiting = new ArrayDeque<>(slices);
    this.jobs = jobs;
  }

  /** Runs slices that nobody has begun until there is none; returns whether there was one. */
  boolean help() {
    boolean helped = false;
    for (Slice next = begin(); next != null; next = begin()) {
      helped = true;
      run(next);
    }
    return helped;
  }

  private record Slice(int number, KeySlice keys) {}

  private synchronized @Nullable Slice begin() {
    KeySlice keys = waiting.poll();
    if (keys == null) {
      return null;
    }
    running++;
    return new Slice(begun++, keys);
  }

  private void run(Slice slice) {
    @Nullable List<Sstable> tables = null;
    @Nullable Throwable thrown = null;
    try {
      tables = jobs.run(slice.keys(), () -> cancelled);
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    }
    ended(slice, tables, thrown);
  }

  private synchronized void ended(
      Slice slice, @Nullable List<Sstable> tables, @Nullable Throwable thrown) {
    running--;
    if (tables != null) {
      outputs.put(slice.number(), tables);
      return;
    }
    cancelled = true;
    waiting.clear();
    if (failure == null) {
      failure = thrown;
    } else if (thrown != null) {
      failure.addSuppressed(thrown);
    }
  }

  /** Whether every slice has ended that was begun, and none is left to begin. */
  synchronized boolean isDone() {
    return running == 0 && waiting.isEmpty();
  }

  /** As {@link CompactionJob#run}, for all slices; requires that the merge is done. */
  synchronized @Nullable List<Sstable> outputs() throws IOException {
    List<Sstable> all = new ArrayList<>();
    outputs.values().forEach(all::addAll);
    if (!cancelled) {
      return all;
    }
    all.forEach(Sstable::makeObsolete);
    all.forEach(Sstable::release);
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {
        return null;
      }
    }
  }
}
