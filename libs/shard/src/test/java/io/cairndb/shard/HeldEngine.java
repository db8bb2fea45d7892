package io.cairndb.shard;

import io.cairndb.storage.engine.CacheStats;
import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.IntegrityStats;
import io.cairndb.storage.engine.LogStats;
import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.VersionStats;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A storage engine in memory that makes writes durable at once, or, while held, when the test says
 * so. A crash leaves what was durable. Thread-safe by one lock, and slow: for small tests.
 */
final class HeldEngine implements StorageEngine {
  private final Map<String, Tree> trees = new TreeMap<>();
  private final Deque<Held> waiting = new ArrayDeque<>();
  private final Map<Tree, byte[]> sought = new ConcurrentHashMap<>();
  private final List<WriteBatch> written = new ArrayList<>();
  private final List<Durability> durabilities = new ArrayList<>();
  private NavigableMap<byte[], byte[]> latest = new TreeMap<>(Arrays::compareUnsigned);
  private NavigableMap<byte[], byte[]> durable = new TreeMap<>(Arrays::compareUnsigned);
  private @Nullable NavigableMap<byte[], byte[]> snapshot;
  private @Nullable EngineFailedException failure;
  private final FormatVersion format;
  private boolean held;
  private long lastSequence;
  private long durableSequence;

  /** A write, or without a batch a wait, that the test has not let through. */
  private record Held(@Nullable WriteBatch batch, long sequence, WriteListener listener) {}

  /** As engines of today are. */
  HeldEngine() {
    this(FormatVersion.NEWEST);
  }

  /** As an engine whose directory has {@code format}. */
  HeldEngine(FormatVersion format) {
    this.format = format;
  }

  /** From now on writes wait for {@link #release}. */
  synchronized void hold() {
    held = true;
  }

  /** Makes everything durable and holds no longer. */
  void release() {
    List<Held> all;
    synchronized (this) {
      held = false;
      all = new ArrayList<>(waiting);
      waiting.clear();
      all.forEach(this::land);
    }
    all.forEach(it -> it.listener().onDurable(it.sequence()));
  }

  /** Loses what is not durable and fails from now on. */
  void fail() {
    List<Held> all;
    EngineFailedException cause =
        new EngineFailedException("the disk is gone", new IOException("test"));
    synchronized (this) {
      failure = cause;
      all = new ArrayList<>(waiting);
      waiting.clear();
    }
    all.forEach(it -> it.listener().onFailure(cause));
  }

  /** What a restart after a crash at this moment finds. */
  synchronized HeldEngine crash() {
    HeldEngine survivor = new HeldEngine(format);
    survivor.trees.putAll(trees);
    survivor.durable.putAll(durable);
    survivor.latest.putAll(durable);
    return survivor;
  }

  /** Every batch ever written, in order. */
  synchronized List<WriteBatch> written() {
    return List.copyOf(written);
  }

  /** How durable each of {@link #written} was asked to be. */
  synchronized List<Durability> durabilities() {
    return List.copyOf(durabilities);
  }

  /** Keys of a tree in the durable state. */
  synchronized List<byte[]> keys(String name) {
    List<byte[]> keys = new ArrayList<>();
    try (ReadView view = snapshot();
        Cursor cursor = view.cursor(tree(name), null, null)) {
      for (boolean valid = cursor.seekToFirst(); valid; valid = cursor.next()) {
        keys.add(cursor.key());
      }
    }
    return keys;
  }

  /** The lowest lower bound a cursor has had in a tree since the last call; null when none had. */
  byte @Nullable [] lowestSought(String name) {
    return sought.remove(tree(name));
  }

  private void land(Held write) {
    if (write.batch() != null) {
      applyTo(durable, write.batch());
      snapshot = null;
      durableSequence = write.sequence();
    }
  }

  private static void applyTo(NavigableMap<byte[], byte[]> map, WriteBatch batch) {
    for (WriteBatch.Operation operation : batch.operations()) {
      byte[] key = prefixed(operation.tree(), operation.key());
      byte[] end = operation.end();
      if (end != null) {
        map.subMap(key, prefixed(operation.tree(), end)).clear();
      } else if (operation.value() == null) {
        map.remove(key);
      } else {
        map.put(key, operation.value());
      }
    }
  }

  private static byte[] prefixed(Tree tree, byte[] key) {
    byte[] prefixed = new byte[key.length + 1];
    prefixed[0] = (byte) tree.id();
    System.arraycopy(key, 0, prefixed, 1, key.length);
    return prefixed;
  }

  @Override
  public Tree tree(String name, TreeOptions options) {
    throw new UnsupportedOperationException("options of trees");
  }

  @Override
  public synchronized Tree tree(String name) {
    return trees.computeIfAbsent(name, it -> new Tree(trees.size() + 1, it));
  }

  @Override
  public long write(WriteBatch batch, Durability durability, WriteListener listener) {
    long sequence;
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
      sequence = ++lastSequence;
      written.add(batch);
      durabilities.add(durability);
      applyTo(latest, batch);
      Held write = new Held(batch, sequence, listener);
      if (held) {
        waiting.add(write);
        return sequence;
      }
      land(write);
    }
    listener.onDurable(sequence);
    return sequence;
  }

  @Override
  public void whenDurable(WriteListener listener) {
    synchronized (this) {
      if (!waiting.isEmpty()) {
        waiting.add(new Held(null, lastSequence, listener));
        return;
      }
    }
    listener.onDurable(durableSequence);
  }

  @Override
  public synchronized ReadView latest() {
    if (failure != null) {
      throw failure;
    }
    return new MapView(lastSequence, latest, sought);
  }

  @Override
  public synchronized ReadView snapshot() {
    if (snapshot == null) {
      snapshot = new TreeMap<>(durable);
    }
    return new MapView(durableSequence, snapshot, sought);
  }

  @Override
  public synchronized long lastSequence() {
    return lastSequence;
  }

  @Override
  public synchronized long durableSequence() {
    return durableSequence;
  }

  @Override
  public void flush() {}

  @Override
  public void compact(Tree tree) {}

  @Override
  public long checkpoint(Path directory) {
    throw new UnsupportedOperationException("nothing is in files");
  }

  @Override
  public ReadView snapshot(long sequence) {
    throw new UnsupportedOperationException("no versions in this test");
  }

  @Override
  public Pin pin() {
    throw new UnsupportedOperationException("no versions in this test");
  }

  @Override
  public Pin pin(long sequence) {
    throw new UnsupportedOperationException("no versions in this test");
  }

  @Override
  public long sequenceAt(long timestamp) {
    throw new UnsupportedOperationException("no versions in this test");
  }

  @Override
  public long horizon() {
    return Long.MAX_VALUE;
  }

  @Override
  public long repairId() {
    return 0;
  }

  @Override
  public FormatVersion format() {
    return format;
  }

  @Override
  public void raiseFormat(FormatVersion format) {
    throw new UnsupportedOperationException("no format in this test");
  }

  @Override
  public long ingest(Tree tree, List<Path> tables) {
    throw new UnsupportedOperationException("no tables in this test");
  }

  @Override
  public Tree split(Tree tree, byte[] key, String name) {
    throw new UnsupportedOperationException("no tables in this test");
  }

  @Override
  public EngineStats stats() {
    return new EngineStats(
        0,
        0,
        0,
        0,
        IntegrityStats.NONE,
        0,
        0,
        CompactionStats.NONE,
        CacheStats.NONE,
        VersionStats.NONE,
        LogStats.NONE);
  }

  @Override
  public void close() {}

  private record MapView(long sequence, NavigableMap<byte[], byte[]> map, Map<Tree, byte[]> sought)
      implements ReadView {
    @Override
    public byte @Nullable [] get(Tree tree, byte[] key) {
      return map.get(prefixed(tree, key));
    }

    @Override
    public @Nullable ValueSlice find(Tree tree, byte[] key, ReadOptions options) {
      byte[] value = get(tree, key);
      ValueBuffer target = options.target();
      if (value == null || target == null) {
        return value == null ? null : new ValueSlice(value, 0, value.length);
      }
      byte[] room = target.room(value.length);
      System.arraycopy(value, 0, room, 0, value.length);
      return new ValueSlice(room, 0, value.length);
    }

    @Override
    public Cursor cursor(Tree tree, byte @Nullable [] lower, byte @Nullable [] upper) {
      byte[] first = lower == null ? new byte[0] : lower;
      sought.merge(tree, first, (a, b) -> Arrays.compareUnsigned(a, b) <= 0 ? a : b);
      byte[] from = prefixed(tree, first);
      byte[] to = upper == null ? new byte[] {(byte) (tree.id() + 1)} : prefixed(tree, upper);
      return new MapCursor(
          Arrays.compareUnsigned(from, to) < 0
              ? map.subMap(from, true, to, false)
              : new TreeMap<>(Arrays::compareUnsigned),
          tree);
    }

    @Override
    public void close() {}
  }

  private static final class MapCursor implements Cursor {
    private final NavigableMap<byte[], byte[]> map;
    private final Tree tree;
    private Map.@Nullable Entry<byte[], byte[]> at;

    MapCursor(NavigableMap<byte[], byte[]> map, Tree tree) {
      this.map = map;
      this.tree = tree;
    }

    private boolean stand(Map.@Nullable Entry<byte[], byte[]> entry) {
      at = entry;
      return entry != null;
    }

    @Override
    public boolean seekToFirst() {
      return stand(map.firstEntry());
    }

    @Override
    public boolean seekToLast() {
      return stand(map.lastEntry());
    }

    @Override
    public boolean seekCeiling(byte[] key) {
      return stand(map.ceilingEntry(prefixed(tree, key)));
    }

    @Override
    public boolean seekFloor(byte[] key) {
      return stand(map.floorEntry(prefixed(tree, key)));
    }

    @Override
    public boolean next() {
      return stand(map.higherEntry(entry().getKey()));
    }

    @Override
    public boolean previous() {
      return stand(map.lowerEntry(entry().getKey()));
    }

    @Override
    public boolean isValid() {
      return at != null;
    }

    @Override
    public byte[] key() {
      byte[] key = entry().getKey();
      return Arrays.copyOfRange(key, 1, key.length);
    }

    @Override
    public byte[] value() {
      return entry().getValue();
    }

    @Override
    public void close() {}

    private Map.Entry<byte[], byte[]> entry() {
      if (at == null) {
        throw new IllegalStateException("not on a key");
      }
      return at;
    }
  }
}
