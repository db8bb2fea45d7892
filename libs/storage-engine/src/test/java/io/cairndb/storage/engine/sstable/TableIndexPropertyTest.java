package io.cairndb.storage.engine.sstable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cursor.EntryCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the sizes of blocks, partitions and cache, a table is read as the sorted map it was made
 * of: each key, keys between, within bounds, both ways, as parts of a file.
 */
class TableIndexPropertyTest {
  private static final Path DIRECTORY = Path.of("/tables");
  private static final int TABLES = Integer.getInteger("cairn.index.tables", 120);
  private static final long NUMBER = 7;

  private final MemoryFileSystem files = new MemoryFileSystem();

  /** One table, and what it is to show. */
  private record Made(Path path, SstableMeta meta, NavigableMap<byte[], byte[]> entries) {}

  @Test
  void aTableIsReadAsTheMapItWasMadeOf() throws IOException {
    files.createDirectories(DIRECTORY);
    int partitioned = 0;
    for (int i = 0; i < TABLES; i++) {
      RandomSource random = RandomSource.seeded(i);
      Made made = make(i, random);
      BlockCache cache = cache(random);
      Sstable table = Sstable.open(files, made.path, made.meta, cache);
      partitioned += table.index() instanceof PartitionedIndex ? 1 : 0;
      try {
        assertReads(table, made.entries, random);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("table " + i, e);
      } finally {
        table.release();
        cache.release();
      }
      assertEquals(0, cache.readers().open(), "readers whose memory was not freed");
      assertPartsShowTheirKeys(made, random);
    }
    assertTrue(partitioned > TABLES / 3, "in partitions: " + partitioned);
  }

  /** Off, smaller than what is read, with segments too small for some partitions, or ample. */
  private static BlockCache cache(RandomSource random) {
    long[] sizes = {0, 2 << 10, 16 << 10, 1 << 20};
    return new BlockCache(sizes[random.nextInt(sizes.length)], 4 << 10);
  }

  /** Keys of a small alphabet share prefixes, are prefixes of each other, and may be long. */
  private static byte[] key(RandomSource random) {
    byte[] key = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 6)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(5) * 63);
    }
    return key;
  }

  private Made make(int number, RandomSource random) throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .blockBytes(32 << random.nextInt(5))
            .restartInterval(1 + random.nextInt(6))
            .bloomBitsPerKey(random.nextInt(2) * 10)
            .compression(Compression.values()[random.nextInt(3)])
            .index(new IndexOptions(1 + random.nextInt(1000), 1 + random.nextInt(400)))
            .build();
    NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    int count = 1 + random.nextInt(1 + random.nextInt(600));
    for (int i = 0; i < count; i++) {
      entries.put(key(random), new byte[random.nextInt(40)]);
    }
    Path path = DIRECTORY.resolve("t" + number);
    SstableWriter.Target target = new SstableWriter.Target(NUMBER, 0, FormatVersion.NEWEST);
    try (SstableWriter writer = new SstableWriter(files, path, target, options)) {
      for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
        // Older versions may fill blocks of their own, over the end of a partition if need be.
        int older = random.nextInt(10) == 0 ? random.nextInt(20) : 0;
        for (int version = older; version >= 0; version--) {
          byte[] value = version == older ? entry.getValue() : new byte[3];
          writer.add(entry.getKey(), entry.getKey().length, 1 + version, value);
        }
      }
      return new Made(path, writer.finish(), entries);
    }
  }

  private static void assertReads(
      Sstable table, NavigableMap<byte[], byte[]> entries, RandomSource random) throws IOException {
    for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
      assertArrayEquals(entry.getValue(), get(table, entry.getKey()));
    }
    List<byte[]> asked = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] key = random.nextInt(2) == 0 ? key(random) : near(entries, random);
      asked.add(key);
      assertArrayEquals(entries.get(key), get(table, key));
    }
    assertLooksUp(table, entries, asked);
    for (ReadPattern pattern : ReadPattern.values()) {
      assertWalks(table, pattern, entries, null, null, random);
      for (int i = 0; i < 4; i++) {
        byte[] lower = random.nextInt(3) == 0 ? null : near(entries, random);
        byte[] upper = random.nextInt(3) == 0 ? null : near(entries, random);
        if (lower == null || upper == null || Arrays.compareUnsigned(lower, upper) < 0) {
          assertWalks(table, pattern, entries, lower, upper, random);
        }
      }
    }
    assertOffsetsGrow(table, entries);
  }

  /** A key of the table, or one just below or above. */
  private static byte[] near(NavigableMap<byte[], byte[]> entries, RandomSource random) {
    byte[] from = entries.ceilingKey(key(random));
    byte[] key = (from == null ? entries.firstKey() : from).clone();
    return switch (random.nextInt(4)) {
      case 0 -> key;
      case 1 -> Arrays.copyOf(key, key.length + 1);
      case 2 -> Arrays.copyOf(key, Math.max(1, key.length - 1));
      default -> {
        key[key.length - 1]--;
        yield key;
      }
    };
  }

  private static byte @Nullable [] get(Sstable table, byte[] key) throws IOException {
    ValueSlice found = table.get(key, Sstable.hash(key), Long.MAX_VALUE, ReadOptions.DEFAULT);
    return found == null ? null : found.toArray();
  }

  private static void assertLooksUp(
      Sstable table, NavigableMap<byte[], byte[]> entries, List<byte[]> asked) throws IOException {
    asked.addAll(entries.keySet());
    Lookups lookups = new Lookups(asked);
    table.get(lookups, 0, lookups.count(), Long.MAX_VALUE);
    @Nullable ValueSlice[] found = lookups.values();
    for (int i = 0; i < asked.size(); i++) {
      ValueSlice value = found[i];
      assertArrayEquals(entries.get(asked.get(i)), value == null ? null : value.toArray());
    }
  }

  /** Seeks and steps either way; beyond its bounds a cursor may show what is there, or nothing. */
  private static void assertWalks(
      Sstable table,
      ReadPattern pattern,
      NavigableMap<byte[], byte[]> all,
      byte @Nullable [] lower,
      byte @Nullable [] upper,
      RandomSource random)
      throws IOException {
    NavigableMap<byte[], byte[]> entries = all;
    entries = lower == null ? entries : entries.tailMap(lower, true);
    entries = upper == null ? entries : entries.headMap(upper, false);
    try (EntryCursor cursor = table.cursor(pattern, Long.MAX_VALUE, lower, upper)) {
      if (entries.isEmpty()) {
        return;
      }
      cursor.seekCeiling(entries.firstKey());
      for (byte[] key : entries.keySet()) {
        assertAt(key, all, cursor);
        cursor.next();
      }
      cursor.seekFloor(entries.lastKey());
      for (byte[] key : entries.descendingKeySet()) {
        assertAt(key, all, cursor);
        cursor.previous();
      }
      for (int i = 0; i < 20; i++) {
        byte[] key = random.nextInt(3) == 0 ? key(random) : near(all, random);
        byte[] ceiling = entries.ceilingKey(key);
        if (ceiling != null && (lower == null || Arrays.compareUnsigned(key, lower) >= 0)) {
          cursor.seekCeiling(key);
          assertAt(ceiling, all, cursor);
          turn(cursor, ceiling, entries, all, random);
        }
        byte[] floor = entries.floorKey(key);
        if (floor != null && (upper == null || Arrays.compareUnsigned(key, upper) < 0)) {
          cursor.seekFloor(key);
          assertAt(floor, all, cursor);
          turn(cursor, floor, entries, all, random);
        }
      }
    }
  }

  private static void turn(
      EntryCursor cursor,
      byte[] from,
      NavigableMap<byte[], byte[]> entries,
      NavigableMap<byte[], byte[]> all,
      RandomSource random)
      throws IOException {
    byte[] at = from;
    for (int i = 0; i < 10; i++) {
      boolean forward = random.nextInt(2) == 0;
      byte[] target = forward ? entries.higherKey(at) : entries.lowerKey(at);
      if (target == null) {
        return;
      }
      if (forward) {
        cursor.next();
      } else {
        cursor.previous();
      }
      at = target;
      assertAt(at, all, cursor);
    }
  }

  private static void assertAt(
      byte[] key, NavigableMap<byte[], byte[]> entries, EntryCursor cursor) {
    assertTrue(cursor.isValid(), () -> "no entry where " + Arrays.toString(key) + " should be");
    assertArrayEquals(key, cursor.key());
    assertArrayEquals(entries.get(key), cursor.value());
  }

  private static void assertOffsetsGrow(Sstable table, NavigableMap<byte[], byte[]> entries)
      throws IOException {
    long before = 0;
    for (byte[] key : entries.keySet()) {
      long offset = table.offsetOf(key);
      assertTrue(offset >= before, "from " + before + " back to " + offset);
      before = offset;
    }
    byte[] behind = Arrays.copyOf(entries.lastKey(), entries.lastKey().length + 1);
    assertEquals(table.meta().bytes(), table.offsetOf(behind));
  }

  /** As a split leaves them: two tables over one file. */
  private void assertPartsShowTheirKeys(Made made, RandomSource random) throws IOException {
    byte[] cut = near(made.entries, random);
    NavigableMap<byte[], byte[]> below = made.entries.headMap(cut, false);
    NavigableMap<byte[], byte[]> above = made.entries.tailMap(cut, true);
    if (below.isEmpty() || above.isEmpty()) {
      return;
    }
    BlockCache cache = cache(random);
    KeyRange first = new KeyRange(made.entries.firstKey(), cut, true);
    KeyRange second = KeyRange.closed(cut, made.entries.lastKey());
    for (KeyRange keys : List.of(first, second)) {
      NavigableMap<byte[], byte[]> inside = keys.openEnded() ? below : above;
      Sstable part = Sstable.open(files, made.path, made.meta.part(NUMBER, 1, keys, 1), cache);
      try (EntryCursor cursor = part.cursor(ReadPattern.QUERY, Long.MAX_VALUE)) {
        cursor.seekToFirst();
        for (byte[] key : inside.keySet()) {
          assertAt(key, inside, cursor);
          cursor.next();
        }
        assertTrue(!cursor.isValid());
        cursor.seekToLast();
        for (byte[] key : inside.descendingKeySet()) {
          assertAt(key, inside, cursor);
          cursor.previous();
        }
        assertTrue(!cursor.isValid());
      }
      part.release();
    }
    cache.release();
    assertEquals(0, cache.readers().open(), "readers whose memory was not freed");
  }

  private static SstableMeta large(MemoryFileSystem files, Path path, int entries)
      throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .blockBytes(1000)
            .compression(Compression.NONE)
            .index(new IndexOptions(500, 250))
            .build();
    SstableWriter.Target target = new SstableWriter.Target(NUMBER, 0, FormatVersion.NEWEST);
    try (SstableWriter writer = new SstableWriter(files, path, target, options)) {
      for (int i = 0; i < entries; i++) {
        byte[] key = largeKey(i);
        writer.add(key, key.length, 1, new byte[300]);
      }
      return writer.finish();
    }
  }

  private static byte[] largeKey(int i) {
    return "%06d".formatted(i).getBytes(StandardCharsets.US_ASCII);
  }

  /** Slots are there for what is cached: not from the opening on, and not for ever. */
  @Test
  void slotsComeAndGoWithWhatIsCached() throws IOException {
    files.createDirectories(DIRECTORY);
    Path path = DIRECTORY.resolve("large");
    int entries = 20_000;
    SstableMeta meta = large(files, path, entries);
    BlockCache cache = new BlockCache(64 << 10, 4 << 10);
    Sstable table = Sstable.open(files, path, meta, cache);
    PartitionedIndex index = assertInstanceOf(PartitionedIndex.class, table.index());
    int partitions = TableIndex.partition(index.last()) + 1;
    assertTrue(partitions > 300, "partitions: " + partitions);
    assertEquals(0, index.partitionsInUse());
    for (int i = 0; i < entries; i += 5) {
      assertNotNull(get(table, largeKey(i)));
    }
    int after = index.partitionsInUse();
    assertTrue(after > 0 && after < partitions * 3 / 4, after + " of " + partitions);
    for (int round = 0; round < 2000; round++) {
      assertNotNull(get(table, largeKey(round % 100)));
    }
    assertNull(get(table, largeKey(entries)));
    table.release();
    assertEquals(0, index.partitionsInUse());
    assertEquals(0, cache.stats().tableBytes());
    cache.release();
  }

  /** A partition that nobody uses twice stays longer than data blocks of which that is true. */
  @Test
  void partitionsEnterAheadOfBlocks() throws IOException {
    files.createDirectories(DIRECTORY);
    Path path = DIRECTORY.resolve("ahead");
    int entries = 20_000;
    SstableMeta meta = large(files, path, entries);
    BlockCache cache = new BlockCache(1 << 20, 4 << 10);
    Sstable table = Sstable.open(files, path, meta, cache);
    for (int i = 0; i < entries; i += 3) {
      assertNotNull(get(table, largeKey(i)));
    }
    long misses = cache.stats().misses();
    int asked = 0;
    for (int i = 0; i < entries; i += 300) {
      assertNotNull(get(table, largeKey(i)));
      asked++;
    }
    // A block for each, and hardly a partition.
    long missed = cache.stats().misses() - misses;
    assertTrue(missed < asked * 5 / 4, missed + " misses for " + asked);
    table.release();
    cache.release();
  }
}
