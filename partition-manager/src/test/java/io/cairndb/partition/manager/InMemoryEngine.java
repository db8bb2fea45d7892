package io.cairndb.partition.manager;

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
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.VersionStats;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sorted maps behind the engine's interface. A write can be made to fail, before or after it. */
public final class InMemoryEngine implements StorageEngine {
  private final Map<String, NavigableMap<byte[], byte[]>> trees = new HashMap<>();
  private long sequence;
  private int writesUntilFailure = Integer.MAX_VALUE;
  private boolean failingWriteSurvives;

  /** Lets the {@code n}-th write from now fail; {@code survives}: after it became durable. */
  public void failWrite(int n, boolean survives) {
    writesUntilFailure = n;
    failingWriteSurvives = survives;
  }

  /** Forgets the failure, as a process started again would. */
  public void restart() {
    writesUntilFailure = Integer.MAX_VALUE;
  }

  public boolean failed() {
    return writesUntilFailure <= 0;
  }

  public int size(String tree) {
    return keys(tree).size();
  }

  @Override
  public Tree tree(String name, TreeOptions options) {
    throw new UnsupportedOperationException("options of trees");
  }

  @Override
  public Tree tree(String name) {
    keys(name);
    return new Tree(name.hashCode(), name);
  }

  @Override
  public long write(WriteBatch batch, Durability durability, WriteListener listener) {
    if (failed()) {
      throw new EngineFailedException("failed before", new IOException("injected"));
    }
    boolean fails = --writesUntilFailure == 0;
    if (!fails || failingWriteSurvives) {
      for (WriteBatch.Operation operation : batch.operations()) {
        byte[] value = operation.value();
        if (value == null) {
          keys(operation.tree().name()).remove(operation.key());
        } else {
          keys(operation.tree().name()).put(operation.key(), value);
        }
      }
      sequence++;
    }
    if (fails) {
      listener.onFailure(new EngineFailedException("injected", new IOException("injected")));
    } else {
      listener.onDurable(sequence);
    }
    return sequence;
  }

  private NavigableMap<byte[], byte[]> keys(String tree) {
    return trees.computeIfAbsent(tree, name -> new TreeMap<>(Arrays::compareUnsigned));
  }

  @Override
  public void whenDurable(WriteListener listener) {
    listener.onDurable(sequence);
  }

  @Override
  public ReadView latest() {
    return snapshot();
  }

  @Override
  public ReadView snapshot() {
    Map<String, NavigableMap<byte[], byte[]>> copy = new HashMap<>();
    trees.forEach((name, keys) -> copy.put(name, new TreeMap<>(keys)));
    return new View(sequence, copy);
  }

  @Override
  public long lastSequence() {
    return sequence;
  }

  @Override
  public long durableSequence() {
    return sequence;
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
    return FormatVersion.FIRST;
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
        sequence,
        0,
        CompactionStats.NONE,
        CacheStats.NONE,
        VersionStats.NONE,
        LogStats.NONE);
  }

  @Override
  public void close() {}

  private record View(long sequence, Map<String, NavigableMap<byte[], byte[]>> trees)
      implements ReadView {
    @Override
    public byte @Nullable [] get(Tree tree, byte[] key) {
      return keys(tree).get(key);
    }

    @Override
    public Cursor cursor(
        Tree tree, byte @Nullable [] lowerInclusive, byte @Nullable [] upperExclusive) {
      NavigableMap<byte[], byte[]> range = keys(tree);
      if (lowerInclusive != null) {
        range = range.tailMap(lowerInclusive, true);
      }
      if (upperExclusive != null) {
        range = range.headMap(upperExclusive, false);
      }
      return new MapCursor(range);
    }

    private NavigableMap<byte[], byte[]> keys(Tree tree) {
      return trees.getOrDefault(tree.name(), new TreeMap<>(Arrays::compareUnsigned));
    }

    @Override
    public void close() {}
  }

  private static final class MapCursor implements Cursor {
    private final NavigableMap<byte[], byte[]> keys;
    private Map.@Nullable Entry<byte[], byte[]> entry;

    MapCursor(NavigableMap<byte[], byte[]> keys) {
      this.keys = keys;
    }

    private boolean at(Map.@Nullable Entry<byte[], byte[]> found) {
      entry = found;
      return found != null;
    }

    private Map.Entry<byte[], byte[]> entry() {
      Map.Entry<byte[], byte[]> current = entry;
      if (current == null) {
        throw new IllegalStateException("not on a key");
      }
      return current;
    }

    @Override
    public boolean seekToFirst() {
      return at(keys.firstEntry());
    }

    @Override
    public boolean seekToLast() {
      return at(keys.lastEntry());
    }

    @Override
    public boolean seekCeiling(byte[] key) {
      return at(keys.ceilingEntry(key));
    }

    @Override
    public boolean seekFloor(byte[] key) {
      return at(keys.floorEntry(key));
    }

    @Override
    public boolean next() {
      return at(keys.higherEntry(entry().getKey()));
    }

    @Override
    public boolean previous() {
      return at(keys.lowerEntry(entry().getKey()));
    }

    @Override
    public boolean isValid() {
      return entry != null;
    }

    @Override
    public byte[] key() {
      return entry().getKey();
    }

    @Override
    public byte[] value() {
      return entry().getValue();
    }

    @Override
    public void close() {}
  }
}
