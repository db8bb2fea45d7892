package io.cairndb.storage.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.memory.ChunkPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Versions, and reading while the writer inserts. */
class MemTableTest {
  private static final byte[] KEY = {1};
  private static final byte[] DELETED = new byte[0];
  private final ChunkPool pool = new ChunkPool(64 << 10, 1 << 20);
  private final ValueBuffer buffer = new ValueBuffer();

  /** The value found, read in both ways; {@link #DELETED} for a deletion. */
  private byte @Nullable [] get(MemTable table, int tree, byte[] key, long sequence) {
    ValueSlice found = table.get(tree, key, sequence, null);
    ValueSlice again = table.get(tree, key, sequence, buffer);
    if (found == null || again == null) {
      assertNull(found);
      assertNull(again);
      return null;
    }
    assertEquals(MemTable.isDeleted(found), MemTable.isDeleted(again));
    assertArrayEquals(found.toArray(), Arrays.copyOf(again.array(), again.length()));
    return MemTable.isDeleted(found) ? DELETED : found.toArray();
  }

  @Test
  void eachSequenceNumberSeesItsVersion() {
    MemTable table = new MemTable(1, 0, pool);
    table.insert(0, KEY, new byte[] {10}, 1);
    table.insert(0, KEY, null, 3);
    table.insert(0, KEY, new byte[] {50}, 5);
    assertNull(get(table, 0, KEY, 0));
    assertArrayEquals(new byte[] {10}, get(table, 0, KEY, 2));
    assertSame(DELETED, get(table, 0, KEY, 4));
    assertArrayEquals(new byte[] {50}, get(table, 0, KEY, Long.MAX_VALUE));
    assertNull(get(table, 1, KEY, 5), "another tree");
  }

  @Test
  void lastOperationOfABatchWins() {
    MemTable table = new MemTable(1, 0, pool);
    table.insert(0, KEY, new byte[] {1}, 1);
    table.insert(0, KEY, null, 1);
    assertSame(DELETED, get(table, 0, KEY, 1));
    table.insert(0, KEY, new byte[] {2}, 1);
    assertArrayEquals(new byte[] {2}, get(table, 0, KEY, 1));
  }

  @Test
  void cursorShowsOneVersionOfEachKeyBothWays() {
    MemTable table = new MemTable(1, 0, pool);
    TreeMap<byte[], Long> expected = new TreeMap<>(Arrays::compareUnsigned);
    RandomSource random = RandomSource.seeded(7);
    for (long sequence = 1; sequence <= 3000; sequence++) {
      byte[] key = {(byte) random.nextInt(256), (byte) random.nextInt(3)};
      table.insert(0, key, new byte[] {1}, sequence);
      if (sequence <= 2000) {
        expected.put(key, sequence);
      }
    }
    EntryCursor cursor = table.cursor(0, 2000);
    assertNotNull(cursor);
    try {
      cursor.seekToFirst();
      for (var entry : expected.entrySet()) {
        assertArrayEquals(entry.getKey(), cursor.key());
        assertEquals(entry.getValue(), cursor.sequence());
        cursor.next();
      }
      assertFalse(cursor.isValid());
      cursor.seekToLast();
      for (var entry : expected.descendingMap().entrySet()) {
        assertArrayEquals(entry.getKey(), cursor.key());
        assertEquals(entry.getValue(), cursor.sequence());
        cursor.previous();
      }
      assertFalse(cursor.isValid());
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A reader at a fixed sequence number never gets a newer version, however often the key is
   * written meanwhile: a link read twice once led past the version that had been compared.
   */
  @Test
  void lookupsNeverReturnAVersionNewerThanAskedFor() throws InterruptedException {
    MemTable table = new MemTable(1, 0, pool);
    AtomicLong published = new AtomicLong();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<String> wrong = new AtomicReference<>("");
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    long sequence = published.get();
                    ValueSlice slice = table.get(0, KEY, sequence, null);
                    byte[] value = slice == null ? null : slice.toArray();
                    if (sequence > 0
                        && (value == null || ByteBuffer.wrap(value).getLong() != sequence)) {
                      wrong.set("at " + sequence);
                    }
                  }
                });
    for (long sequence = 1; sequence <= 300_000; sequence++) {
      table.insert(0, KEY, ByteBuffer.allocate(8).putLong(sequence).array(), sequence);
      published.set(sequence);
    }
    stop.set(true);
    reader.join();
    assertEquals("", wrong.get());
    assertTrue(table.bytes() > 0);
  }

  /** Against a sorted map: runs of ascending keys, repeated ones, values of any size. */
  @Test
  void holdsWhatASortedMapHolds() throws IOException {
    ChunkPool small = new ChunkPool(1, 100_000);
    for (long seed = 1; seed <= 20; seed++) {
      RandomSource random = RandomSource.seeded(seed);
      MemTable table = new MemTable(1, 0, small);
      TreeMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
      int next = 0;
      for (long sequence = 1; sequence <= 600; sequence++) {
        next = random.nextInt(20) == 0 ? random.nextInt(1 << 16) : next + random.nextInt(2);
        byte[] key = Arrays.copyOf(ByteBuffer.allocate(4).putInt(next).array(), 4 + next % 40);
        byte[] value = new byte[random.nextInt(random.nextInt(50) == 0 ? 20_000 : 200)];
        Arrays.fill(value, (byte) sequence);
        boolean deletes = random.nextInt(5) == 0;
        table.insert(0, key, deletes ? null : value, sequence);
        expected.put(key, deletes ? DELETED : value);
        if (random.nextInt(10) == 0) {
          // Two more operations of the same batch: the first of them replaces a value.
          byte[] again = expected.floorKey(new byte[] {0, 0, (byte) random.nextInt(256)});
          again = again == null ? key : again;
          table.insert(0, again, value, sequence);
          table.insert(0, again, KEY, sequence);
          expected.put(again, KEY);
        }
        assertArrayEquals(expected.get(key), get(table, 0, key, sequence));
      }
      EntryCursor cursor = table.cursor(0, Long.MAX_VALUE);
      assertNotNull(cursor);
      cursor.seekToFirst();
      for (var entry : expected.entrySet()) {
        assertArrayEquals(entry.getKey(), Arrays.copyOf(cursor.keyArray(), cursor.keyLength()));
        assertEquals(entry.getValue() == DELETED, cursor.isTombstone());
        byte[] array = cursor.valueArray();
        byte[] copy = array == null ? DELETED : Arrays.copyOf(array, cursor.valueLength());
        assertArrayEquals(entry.getValue(), copy);
        cursor.next();
      }
      assertFalse(cursor.isValid());
      table.release();
    }
    assertTrue(small.bytes() <= 100_000, "kept: " + small.bytes());
  }

  /** Values that fill most of a chunk, or more than one, take no more than they need. */
  @Test
  void largeValuesTakeTheirOwnSize() {
    for (int length : new int[] {260 << 10, 600 << 10, 3 << 20}) {
      ChunkPool chunks = new ChunkPool(16 << 20, 16 << 20);
      MemTable table = new MemTable(1, 0, chunks);
      for (int i = 1; i <= 20; i++) {
        table.insert(0, ByteBuffer.allocate(4).putInt(i).array(), new byte[length], i);
      }
      long taken = chunks.bytes();
      assertTrue(taken <= table.bytes() + chunks.chunkBytes(), () -> length + ": " + taken);
      assertArrayEquals(new byte[length], get(table, 0, new byte[] {0, 0, 0, 7}, 7));
      table.release();
      assertEquals(chunks.chunkBytes(), chunks.bytes(), "kept");
    }
  }

  /** One chunk while it suffices for nodes and values; then they do not share any. */
  @Test
  void takesOneChunkForALittleAndOneMoreForEachKindBeyond() {
    ChunkPool chunks = new ChunkPool(1 << 20, 0);
    MemTable table = new MemTable(1, 0, chunks);
    int inserted = 0;
    while (chunks.bytes() <= chunks.chunkBytes()) {
      table.insert(0, ByteBuffer.allocate(4).putInt(inserted++).array(), new byte[100], 1);
    }
    assertTrue(table.bytes() > chunks.chunkBytes() * 9L / 10, "bytes: " + table.bytes());
    for (int i = 0; i < 9 * inserted; i++) {
      table.insert(0, ByteBuffer.allocate(4).putInt(inserted + i).array(), new byte[100], 1);
    }
    long unused = chunks.bytes() - table.bytes();
    assertTrue(unused <= 2L * chunks.chunkBytes(), "unused: " + unused);
    table.release();
  }

  @Test
  void memoryGoesToTheNextMemTableWithTheLastReference() {
    MemTable table = new MemTable(1, 0, pool);
    for (int i = 0; i < 1000; i++) {
      table.insert(i % 3, ByteBuffer.allocate(4).putInt(i).array(), new byte[50], i);
    }
    long taken = pool.bytes();
    assertTrue(taken >= table.bytes(), "taken: " + taken);
    table.retain();
    table.release();
    assertArrayEquals(new byte[50], get(table, 0, new byte[4], 1));
    table.release();
    assertEquals(taken, pool.bytes(), "kept");
    assertThrows(IndexOutOfBoundsException.class, () -> get(table, 0, new byte[4], 1));
    MemTable next = new MemTable(2, 0, pool);
    next.insert(0, KEY, KEY, 1);
    assertNull(get(next, 0, new byte[] {2}, 1));
    assertArrayEquals(KEY, get(next, 0, KEY, 1));
    assertEquals(taken, pool.bytes(), "nothing new was taken");
    pool.close();
    assertArrayEquals(KEY, get(next, 0, KEY, 1));
    next.release();
    assertEquals(0, pool.bytes(), "all is freed");
  }

  /** A log is replayed into one memtable, however small memtables are to be from now on. */
  @Test
  void takesMuchMoreThanItsPoolExpects() {
    MemTable memtable = new MemTable(1, 0, new ChunkPool(1, 0));
    byte[] value = new byte[1_100];
    int entries = 40_000;
    for (int i = 0; i < entries; i++) {
      memtable.insert(0, ByteBuffer.allocate(4).putInt(i).array(), value, i + 1L);
      memtable.complete(i + 1L);
    }
    for (int i = 0; i < entries; i += 1_000) {
      byte[] key = ByteBuffer.allocate(4).putInt(i).array();
      assertEquals(
          value.length, Objects.requireNonNull(memtable.get(0, key, entries, null)).length());
    }
    memtable.release();
  }
}
