package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The batches written so far, and what an engine must show at any sequence number. */
final class EngineModel {
  static final int TREES = 3;

  /** One operation, by tree number; with an end it deletes a range. */
  record Step(int tree, byte[] key, byte @Nullable [] value, byte @Nullable [] end) {}

  /** Times that some batches have, by sequence number. */
  private final TreeMap<Long, Long> times = new TreeMap<>();

  /** Batch i has sequence number i + 1. */
  private final List<List<Step>> batches = new ArrayList<>();

  /** The trees of an engine: one of time windows behind those of levels. */
  static List<Tree> trees(LsmEngine engine) {
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < TREES - 1; i++) {
      trees.add(engine.tree("t" + i));
    }
    TreeOptions windows = TreeOptions.timeWindows(Duration.ofMillis(3), Duration.ZERO);
    trees.add(engine.tree("t" + (TREES - 1), windows));
    return trees;
  }

  /** A batch of up to {@code limit} operations on keys that collide often. */
  static List<Step> randomBatch(RandomSource random, int limit, int keys, int valueBytesMax) {
    List<Step> steps = new ArrayList<>();
    int count = 1 + random.nextInt(limit);
    for (int i = 0; i < count; i++) {
      if (random.nextInt(16) == 0) {
        byte[] a = key(random, keys);
        byte[] b = key(random, keys);
        int order = Arrays.compareUnsigned(a, b);
        byte[] from = order < 0 ? a : b;
        byte[] end = order == 0 ? Arrays.copyOf(a, a.length + 1) : order < 0 ? b : a;
        steps.add(new Step(random.nextInt(TREES), from, null, end));
        continue;
      }
      byte[] value = null;
      if (random.nextInt(4) != 0) {
        value = new byte[random.nextInt(valueBytesMax + 1)];
        long filler = random.nextLong();
        for (int j = 0; j < value.length; j++) {
          value[j] = (byte) (j % 3 == 0 ? filler >>> (j % 61) : j);
        }
      }
      steps.add(new Step(random.nextInt(TREES), key(random, keys), value, null));
    }
    return steps;
  }

  /** Keys with long common prefixes, keys that are prefixes of others, and bytes of all kinds. */
  static byte[] key(RandomSource random, int keys) {
    int number = random.nextInt(keys);
    byte[] key = Arrays.copyOf(Writes.bytes("prefix" + number % 7), 7 + number % 11);
    key[key.length - 1] = (byte) (number * 37);
    return key;
  }

  static WriteBatch toBatch(List<Step> steps, List<Tree> trees) {
    WriteBatch batch = new WriteBatch();
    for (Step step : steps) {
      byte[] value = step.value();
      byte[] end = step.end();
      if (end != null) {
        batch.deleteRange(trees.get(step.tree()), step.key(), end);
      } else if (value == null) {
        batch.delete(trees.get(step.tree()), step.key());
      } else {
        batch.put(trees.get(step.tree()), step.key(), value);
      }
    }
    return batch;
  }

  void add(List<Step> steps) {
    batches.add(steps);
  }

  long lastSequence() {
    return batches.size();
  }

  /** Notes the time of the newest batch. */
  void stamp(long time) {
    times.put(lastSequence(), time);
  }

  /** The newest batch with a time not above {@code time}; 0 when there is none. */
  long sequenceAt(long time) {
    long found = 0;
    for (Map.Entry<Long, Long> stamp : times.entrySet()) {
      found = stamp.getValue() <= time ? stamp.getKey() : found;
    }
    return found;
  }

  /** Time of a batch that has one. */
  long timeOf(long sequence) {
    return times.getOrDefault(sequence, 0L);
  }

  /** Whether a key was written, or deleted with a range, after a batch. */
  boolean isWrittenSince(long sequence, int tree, byte[] key) {
    for (List<Step> batch : batches.subList((int) sequence, batches.size())) {
      for (Step step : batch) {
        byte[] end = step.end();
        boolean hit =
            end == null
                ? Arrays.equals(step.key(), key)
                : Arrays.compareUnsigned(step.key(), key) <= 0
                    && Arrays.compareUnsigned(key, end) < 0;
        if (step.tree() == tree && hit) {
          return true;
        }
      }
    }
    return false;
  }

  /** Forgets batches that a crash took back. */
  void cutTo(long sequence) {
    batches.subList((int) sequence, batches.size()).clear();
    times.tailMap(sequence, false).clear();
  }

  /** Contents of all trees when {@code sequence} was the newest batch. */
  List<NavigableMap<byte[], byte[]>> at(long sequence) {
    List<NavigableMap<byte[], byte[]>> trees = new ArrayList<>();
    for (int i = 0; i < TREES; i++) {
      trees.add(new TreeMap<>(Arrays::compareUnsigned));
    }
    for (List<Step> batch : batches.subList(0, (int) sequence)) {
      for (Step step : batch) {
        byte[] value = step.value();
        byte[] end = step.end();
        if (end != null) {
          trees.get(step.tree()).subMap(step.key(), end).clear();
        } else if (value == null) {
          trees.get(step.tree()).remove(step.key());
        } else {
          trees.get(step.tree()).put(step.key(), value);
        }
      }
    }
    return trees;
  }

  /** Compares everything the view shows, forwards and backwards. */
  static void assertSame(
      List<NavigableMap<byte[], byte[]>> expected, ReadView view, List<Tree> trees) {
    for (int i = 0; i < TREES; i++) {
      try (Cursor cursor = view.cursor(trees.get(i), null, null)) {
        boolean valid = cursor.seekToFirst();
        for (Map.Entry<byte[], byte[]> entry : expected.get(i).entrySet()) {
          assertEquals(true, valid, "an entry is missing");
          assertArrayEquals(entry.getKey(), cursor.key());
          assertArrayEquals(entry.getValue(), cursor.value());
          valid = cursor.next();
        }
        assertEquals(false, valid, "an entry too many");
      }
    }
  }

  /** Looks many keys up at once, some of them twice. */
  private static void assertSameTogether(
      NavigableMap<byte[], byte[]> all, ReadView view, Tree tree, RandomSource random, int keys) {
    List<byte[]> asked = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      asked.add(key(random, keys));
    }
    @Nullable ValueSlice[] found = view.multiGet(tree, asked);
    assertEquals(asked.size(), found.length);
    for (int i = 0; i < found.length; i++) {
      byte[] expected = all.get(asked.get(i));
      ValueSlice value = found[i];
      assertArrayEquals(expected, value == null ? null : value.toArray());
    }
  }

  /** Takes a random walk within random bounds, and random lookups. */
  static void assertSameOnWalk(
      NavigableMap<byte[], byte[]> all, ReadView view, Tree tree, RandomSource random, int keys) {
    for (int i = 0; i < 5; i++) {
      byte[] key = key(random, keys);
      byte[] expected = all.get(key);
      if (expected == null) {
        assertNull(view.get(tree, key));
      } else {
        assertArrayEquals(expected, view.get(tree, key));
      }
    }
    assertSameTogether(all, view, tree, random, keys);
    byte[] a = random.nextInt(3) == 0 ? null : key(random, keys);
    byte[] b = random.nextInt(3) == 0 ? null : key(random, keys);
    boolean swap = a != null && b != null && Arrays.compareUnsigned(a, b) > 0;
    byte[] lower = swap ? b : a;
    byte[] upper = swap ? a : b;
    NavigableMap<byte[], byte[]> map = lower == null ? all : all.tailMap(lower, true);
    map = upper == null ? map : map.headMap(upper, false);
    try (Cursor cursor = view.cursor(tree, lower, upper)) {
      walk(map, cursor, random, keys);
    }
  }

  private static void walk(
      NavigableMap<byte[], byte[]> map, Cursor cursor, RandomSource random, int keys) {
    Map.Entry<byte[], byte[]> at = null;
    for (int i = 0; i < 30; i++) {
      byte[] key = key(random, keys);
      int move = random.nextInt(at == null ? 4 : 14);
      boolean valid;
      switch (move) {
        case 0 -> {
          at = map.firstEntry();
          valid = cursor.seekToFirst();
        }
        case 1 -> {
          at = map.lastEntry();
          valid = cursor.seekToLast();
        }
        case 2 -> {
          at = map.ceilingEntry(key);
          valid = cursor.seekCeiling(key);
        }
        case 3 -> {
          at = map.floorEntry(key);
          valid = cursor.seekFloor(key);
        }
        default -> {
          byte[] current = at == null ? key : at.getKey();
          at = move % 2 == 0 ? map.higherEntry(current) : map.lowerEntry(current);
          valid = move % 2 == 0 ? cursor.next() : cursor.previous();
        }
      }
      assertEquals(at != null, valid, "move " + move);
      assertEquals(valid, cursor.isValid());
      if (at != null) {
        assertArrayEquals(at.getKey(), cursor.key());
        assertArrayEquals(at.getValue(), cursor.value());
      }
    }
  }
}
