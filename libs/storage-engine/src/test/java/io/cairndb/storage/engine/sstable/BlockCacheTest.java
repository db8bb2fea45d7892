package io.cairndb.storage.engine.sstable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.CacheStats;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ValueSlice;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the cache keeps, what it takes, and reads of blocks that leave meanwhile. */
class BlockCacheTest {
  private static final int READ_AHEAD = 64 << 10;
  private static final int VALUES = 4;

  /** A block with four entries whose values tell of the table and the block. */
  private static byte[] block(int table, int ordinal, int valueBytes) {
    BlockBuilder builder = new BlockBuilder(2, false);
    for (int i = 0; i < VALUES; i++) {
      byte[] key = key(ordinal, i);
      builder.add(key, key.length, 1, value(table, ordinal, i, valueBytes), 0, valueBytes);
    }
    int size = builder.size();
    return Arrays.copyOf(builder.finish(), size);
  }

  private static byte[] key(int ordinal, int entry) {
    return ByteBuffer.allocate(8).putInt(ordinal).putInt(entry).array();
  }

  private static byte[] value(int table, int ordinal, int entry, int valueBytes) {
    byte[] value = new byte[valueBytes];
    for (int at = 0; at + 4 <= valueBytes; at += 4) {
      ByteBuffer.wrap(value).putInt(at, table * 7_919 + ordinal * 31 + entry);
    }
    return value;
  }

  private static void insert(BlockCache cache, TableSlots table, int ordinal, int valueBytes) {
    byte[] block = block(table.id(), ordinal, valueBytes);
    cache.insert(table, ordinal, MemorySegment.ofArray(block), 0, block.length);
  }

  /** Reads as a table does: from the cache, or else into it. */
  private static boolean read(BlockCache cache, TableSlots table, int ordinal, int valueBytes) {
    ValueSlice found = cache.get(table, ordinal, key(ordinal, 1), Long.MAX_VALUE, null);
    if (BlockCache.isNotCached(found)) {
      insert(cache, table, ordinal, valueBytes);
      return false;
    }
    assertNotNull(found);
    assertArrayEquals(value(table.id(), ordinal, 1, valueBytes), found.toArray());
    return true;
  }

  @Test
  void findsEachEntryOfACachedBlockAndNoOther() {
    BlockCache cache = new BlockCache(1 << 20, READ_AHEAD);
    TableSlots table = cache.add(10, 0);
    assertTrue(BlockCache.isNotCached(cache.get(table, 3, key(3, 0), Long.MAX_VALUE, null)));
    insert(cache, table, 3, 100);
    for (int i = 0; i < VALUES; i++) {
      ValueSlice found = cache.get(table, 3, key(3, i), Long.MAX_VALUE, null);
      assertNotNull(found);
      assertArrayEquals(value(table.id(), 3, i, 100), found.toArray());
      assertNull(cache.get(table, 3, Arrays.copyOf(key(3, i), 9), Long.MAX_VALUE, null));
      assertNull(cache.get(table, 3, Arrays.copyOf(key(3, i), 7), Long.MAX_VALUE, null));
    }
    assertEquals(3L * VALUES, cache.stats().hits());
    assertEquals(1, cache.stats().misses());
    BlockCursor cursor = new BlockCursor();
    assertTrue(cache.copy(table, 3, cursor, true));
    cursor.seekToLast();
    assertArrayEquals(key(3, VALUES - 1), Arrays.copyOf(cursor.keyArray(), cursor.keyLength()));
    assertTrue(!cache.copy(table, 4, cursor, true));
  }

  @Test
  void memoryStaysWithinTheCapacityAndGoesWithTheLastTable() {
    int capacity = 1 << 20;
    BlockCache cache = new BlockCache(capacity, READ_AHEAD);
    TableSlots table = cache.add(5000, 0);
    RandomSource random = RandomSource.seeded(3);
    for (int i = 0; i < 5000; i++) {
      insert(cache, table, i, 20 + random.nextInt(random.nextInt(10) == 0 ? 30_000 : 1000));
      assertTrue(cache.stats().memoryBytes() <= capacity);
      assertTrue(cache.stats().blockBytes() <= capacity);
    }
    assertTrue(cache.stats().blockBytes() > capacity * 3 / 4, "used: " + cache.stats());
    // What indexes and filters take, blocks give.
    TableSlots large = cache.add(10, capacity / 4);
    for (int i = 0; i < 1000; i++) {
      insert(cache, large, i % 10, 500);
      insert(cache, table, i, 1000);
    }
    CacheStats beside = cache.stats();
    assertTrue(beside.memoryBytes() + beside.tableBytes() <= capacity, "together: " + beside);
    assertEquals(capacity / 4, beside.tableBytes());
    cache.remove(large, capacity / 4);
    assertEquals(0, cache.stats().tableBytes());
    cache.release();
    assertTrue(cache.stats().memoryBytes() > 0, "a table is still open");
    cache.remove(table, 0);
    assertEquals(0, cache.stats().memoryBytes());
    insert(cache, table, 1, 10);
    assertEquals(0, cache.stats().memoryBytes(), "nothing enters a closed cache");
  }

  @Test
  void aCacheWithoutCapacityCachesNothing() {
    BlockCache cache = new BlockCache(0, READ_AHEAD);
    TableSlots table = cache.add(10, 1000);
    insert(cache, table, 3, 100);
    assertTrue(!cache.contains(table, 3));
    assertEquals(0, cache.stats().memoryBytes());
    assertTrue(!cache.hasRoom(3, 10));
  }

  @Test
  void aBlockLargerThanASegmentStaysOut() {
    BlockCache cache = new BlockCache(1 << 20, READ_AHEAD);
    TableSlots table = cache.add(10, 0);
    insert(cache, table, 3, 100_000);
    assertTrue(!cache.contains(table, 3));
    assertTrue(!read(cache, table, 3, 100_000));
  }

  /** Entries make a block larger than the size at which it is closed. */
  @Test
  void blocksThatGoWithTheCapacityEnter() {
    for (long capacity = 64 << 10; capacity <= 64 << 20; capacity *= 4) {
      int most =
          EngineOptions.builder().blockCacheBytes(capacity).build().memory().cachedBlockBytesMax();
      for (int bytes : new int[] {1000, most / 3, most}) {
        BlockCache cache = new BlockCache(capacity, READ_AHEAD, bytes);
        TableSlots table = cache.add(40, 0);
        int valueBytes = bytes / VALUES * 3 / 2;
        for (int i = 0; i < 40; i++) {
          assertFalse(read(cache, table, i, valueBytes));
          assertTrue(read(cache, table, i, valueBytes), capacity + ": " + bytes);
          assertTrue(cache.stats().memoryBytes() <= capacity);
        }
      }
    }
  }

  @Test
  void whatIsUsedSurvivesScansAndWhatComesBackIsKept() {
    BlockCache cache = new BlockCache(1 << 20, READ_AHEAD);
    TableSlots table = cache.add(100_000, 0);
    int hot = 100;
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < hot; i++) {
        read(cache, table, i, 1000);
      }
    }
    for (int scanned = hot; scanned < 50_000; scanned++) {
      read(cache, table, scanned, 1000);
      if (scanned % 10 == 0) {
        read(cache, table, scanned / 10 % hot, 1000);
      }
    }
    int kept = 0;
    for (int i = 0; i < hot; i++) {
      kept += cache.contains(table, i) ? 1 : 0;
    }
    assertTrue(kept >= hot * 9 / 10, "kept: " + kept);
    // A loop a little larger than the cache: LRU and CLOCK would never hit.
    int loop = 300;
    long hits = 0;
    for (int i = 0; i < 20 * loop; i++) {
      hits += read(cache, table, 60_000 + i % loop, 1000) ? 1 : 0;
    }
    assertTrue(hits > 5L * loop, "hits: " + hits);
  }

  @Test
  void readsForOverwritingPushNothingOut() {
    BlockCache cache = new BlockCache(1 << 20, READ_AHEAD);
    TableSlots table = cache.add(10_000, 0);
    int inserted = 0;
    while (cache.hasRoom(inserted, 5000)) {
      insert(cache, table, inserted++, 1000);
    }
    assertEquals(0, cache.stats().evictions());
    for (int i = 0; i < inserted; i++) {
      assertTrue(cache.contains(table, i));
    }
    assertTrue(inserted > 200, "inserted: " + inserted);
  }

  /** Blocks leave while they are read: what is returned is right all the same, or a miss. */
  @Test
  void readersNeverSeeABlockThatIsBeingReplaced() throws InterruptedException {
    long total = Long.getLong("cairn.cache.reads", 400_000);
    BlockCache cache = new BlockCache(64 << 10, READ_AHEAD);
    AtomicReference<String> wrong = new AtomicReference<>("");
    AtomicLong seen = new AtomicLong();
    AtomicLong hits = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    TableSlots shared = cache.add(200, 0);
    for (int t = 0; t < 4; t++) {
      RandomSource random = RandomSource.seeded(t);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    BlockCursor cursor = new BlockCursor();
                    TableSlots own = cache.add(200, 0);
                    while (seen.incrementAndGet() < total && wrong.get().isEmpty()) {
                      if (random.nextInt(500) == 0) {
                        cache.remove(own, 0);
                        own = cache.add(200, 0);
                      }
                      TableSlots table = random.nextInt(4) == 0 ? own : shared;
                      int ordinal = random.nextInt(1 + random.nextInt(200));
                      String met = check(cache, table, ordinal, cursor, random, hits);
                      if (!met.isEmpty()) {
                        wrong.set(met);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals("", wrong.get());
    assertTrue(hits.get() > total / 20, "hits: " + hits);
    assertTrue(cache.stats().evictions() > total / 20, "evictions: " + cache.stats());
  }

  private static String check(
      BlockCache cache,
      TableSlots table,
      int ordinal,
      BlockCursor cursor,
      RandomSource random,
      AtomicLong hits) {
    int valueBytes = 50 + ordinal * 7 % 300;
    int entry = random.nextInt(VALUES);
    byte[] expected = value(table.id(), ordinal, entry, valueBytes);
    try {
      byte[] found;
      if (random.nextInt(3) == 0) {
        if (!cache.copy(table, ordinal, cursor, true)) {
          insert(cache, table, ordinal, valueBytes);
          return "";
        }
        cursor.seekCeiling(key(ordinal, entry));
        int from = cursor.valueOffset();
        found = Arrays.copyOfRange(cursor.valueArray(), from, from + cursor.valueLength());
      } else {
        ValueSlice slice = cache.get(table, ordinal, key(ordinal, entry), Long.MAX_VALUE, null);
        if (BlockCache.isNotCached(slice)) {
          insert(cache, table, ordinal, valueBytes);
          return "";
        }
        found = slice == null ? new byte[0] : slice.toArray();
      }
      hits.incrementAndGet();
      return Arrays.equals(expected, found) ? "" : "wrong bytes of block " + ordinal;
    } catch (RuntimeException e) {
      return "block " + ordinal + ": " + e;
    }
  }
}
