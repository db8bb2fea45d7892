package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.KeyProbe;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.Lookups;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reference to one state and the sequence number up to which it is read. Thread-safe. */
final class LsmView implements ReadView {
  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED = MethodHandles.lookup().findVarHandle(LsmView.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Views views;
  private final EngineState state;
  private final long sequence;

  @SuppressWarnings({"unused", "UnusedVariable"}) // through CLOSED
  private volatile boolean closed;

  LsmView(Views views, EngineState state, long sequence) {
    this.views = views;
    this.state = state;
    this.sequence = sequence;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public byte @Nullable [] get(Tree tree, byte[] key) {
    ValueSlice value = find(tree, key);
    return value == null ? null : value.toArray();
  }

  @Override
  public @Nullable ValueSlice find(Tree tree, byte[] key) {
    return find(tree, key, ReadOptions.DEFAULT);
  }

  @Override
  public @Nullable ValueSlice find(Tree tree, byte[] key, ReadOptions options) {
    requireOpen();
    if (PointLookup.isNeeded(state, tree.id(), key)) {
      return findBehindRanges(tree, key);
    }
    ValueSlice recent = findInMemory(tree.id(), key, options.target());
    if (recent != null) {
      return MemTable.isDeleted(recent) ? null : recent;
    }
    try {
      ValueSlice value = state.version().tree(tree.id()).get(key, sequence, options);
      return value == null || Sstable.isDeleted(value) ? null : value;
    } catch (IOException e) {
      throw views.unreadable(e);
    }
  }

  @Override
  public @Nullable ValueSlice[] multiGet(Tree tree, List<byte[]> keys) {
    requireOpen();
    Lookups lookups = new Lookups(keys);
    for (int i = 0; i < lookups.count(); i++) {
      byte[] key = lookups.key(i);
      if (PointLookup.isNeeded(state, tree.id(), key)) {
        settle(lookups, i, findBehindRanges(tree, key));
      } else {
        ValueSlice recent = findInMemory(tree.id(), key, null);
        if (recent != null) {
          settle(lookups, i, MemTable.isDeleted(recent) ? null : recent);
        }
      }
    }
    try {
      state.version().tree(tree.id()).get(lookups, sequence);
    } catch (IOException e) {
      throw views.unreadable(e);
    }
    return lookups.values();
  }

  private static void settle(Lookups lookups, int i, @Nullable ValueSlice value) {
    if (value == null) {
      lookups.settleDeleted(i);
    } else {
      lookups.settle(i, value);
    }
  }

  private @Nullable ValueSlice findBehindRanges(Tree tree, byte[] key) {
    try {
      PointLookup.Version found = new PointLookup(state, tree.id(), sequence).find(key);
      return found == null ? null : found.value();
    } catch (IOException e) {
      throw views.unreadable(e);
    }
  }

  private @Nullable ValueSlice findInMemory(int tree, byte[] key, @Nullable ValueBuffer target) {
    ValueSlice value = state.active().get(tree, key, sequence, target);
    List<MemTable> immutables = state.immutables();
    for (int i = 0; value == null && i < immutables.size(); i++) {
      value = immutables.get(i).get(tree, key, sequence, target);
    }
    return value;
  }

  @Override
  public Cursor cursor(
      Tree tree, byte @Nullable [] lowerInclusive, byte @Nullable [] upperExclusive) {
    return liveCursor(tree, lowerInclusive, upperExclusive);
  }

  @Override
  public KeyProbe probe(
      Tree tree, byte @Nullable [] lowerInclusive, byte @Nullable [] upperExclusive, int passMax) {
    if (passMax < 1) {
      throw new IllegalArgumentException("at least one key is passed over: " + passMax);
    }
    try (LiveCursor cursor = liveCursor(tree, lowerInclusive, upperExclusive)) {
      return cursor.probe(passMax);
    }
  }

  private LiveCursor liveCursor(
      Tree tree, byte @Nullable [] lowerInclusive, byte @Nullable [] upperExclusive) {
    requireOpen();
    Bounds bounds = new Bounds(lowerInclusive, upperExclusive, sequence);
    RangeDeletions hidden = rangeDeletions(tree, bounds);
    List<EntryCursor> sources = new ArrayList<>();
    addMemtable(state.active(), tree, sources);
    for (MemTable memtable : state.immutables()) {
      addMemtable(memtable, tree, sources);
    }
    state.version().tree(tree.id()).addCursors(bounds, hidden, sources);
    return new LiveCursor(sources, bounds, hidden, views::unreadable, () -> closed);
  }

  private RangeDeletions rangeDeletions(Tree tree, Bounds bounds) {
    List<RangeDeletions> found = new ArrayList<>();
    found.add(state.active().rangeDeletions(tree.id()));
    for (MemTable memtable : state.immutables()) {
      found.add(memtable.rangeDeletions(tree.id()));
    }
    found.add(state.version().tree(tree.id()).rangeDeletions());
    return RangeDeletions.merge(found).within(bounds.lower(), bounds.upper());
  }

  private void addMemtable(MemTable memtable, Tree tree, List<EntryCursor> sources) {
    EntryCursor cursor = memtable.cursor(tree.id(), sequence);
    if (cursor != null) {
      sources.add(cursor);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the view is closed");
    }
  }

  @Override
  public void close() {
    if (!(boolean) CLOSED.getAndSet(this, true)) {
      views.release(state);
    }
  }
}
