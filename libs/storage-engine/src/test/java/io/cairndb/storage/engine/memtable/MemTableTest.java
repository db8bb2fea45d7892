package io.cairndb.storage.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.cursor.EntryCursor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Versions, and reading while the writer inserts. */
class MemTableTest {
  private static final byte[] KEY = {1};

  @Test
  void eachSequenceNumberSeesItsVersion() {
    MemTable table = new MemTable(1, 0);
    table.insert(0, KEY, new byte[] {10}, 1);
    table.insert(0, KEY, null, 3);
    table.insert(0, KEY, new byte[] {50}, 5);
    assertNull(table.get(0, KEY, 0));
    assertArrayEquals(new byte[] {10}, table.get(0, KEY, 2));
    assertSame(MemTable.DELETED, table.get(0, KEY, 4));
    assertArrayEquals(new byte[] {50}, table.get(0, KEY, Long.MAX_VALUE));
    assertNull(table.get(1, KEY, 5), "another tree");
  }

  @Test
  void lastOperationOfABatchWins() {
    MemTable table = new MemTable(1, 0);
    table.insert(0, KEY, new byte[] {1}, 1);
    table.insert(0, KEY, null, 1);
    assertSame(MemTable.DELETED, table.get(0, KEY, 1));
    table.insert(0, KEY, new byte[] {2}, 1);
    assertArrayEquals(new byte[] {2}, table.get(0, KEY, 1));
  }

  @Test
  void cursorShowsOneVersionOfEachKeyBothWays() {
    MemTable table = new MemTable(1, 0);
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
    MemTable table = new MemTable(1, 0);
    AtomicLong published = new AtomicLong();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<String> wrong = new AtomicReference<>("");
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    long sequence = published.get();
                    byte[] value = table.get(0, KEY, sequence);
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
}
