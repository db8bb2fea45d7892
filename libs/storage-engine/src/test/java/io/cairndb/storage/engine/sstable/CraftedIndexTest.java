package io.cairndb.storage.engine.sstable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.encoding.Varint;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.sstable.SstableFormat.Blocks;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Blocks with right checksums and wrong contents. An index that leads past keys: these must not
 * read as absent. Entries that lead out of their block: damage of that block. The tables have six
 * blocks of one key each; where there are partitions, the second lists the middle four.
 */
class CraftedIndexTest {
  private static final Path FILE = Path.of("/tables/000007.sst");
  private static final long NUMBER = 7;
  private static final int KEYS = 6;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final BlockCache cache = new BlockCache(1 << 20, 64 << 10);
  private final BlockCache none = new BlockCache(0, 64 << 10);
  private final List<Handle> data = new ArrayList<>();
  private BiFunction<Integer, byte[], byte[]> craft = (i, block) -> block;
  private Handle partition = Handle.NONE;
  private Handle index = Handle.NONE;

  /** One entry of an index: what it points to, and how many blocks that is said to list. */
  private record Listed(int key, Handle handle, int blocks) {}

  @BeforeEach
  void makeDirectory() throws IOException {
    files.createDirectories(FILE.resolveSibling(""));
  }

  @AfterEach
  void closeCaches() {
    cache.release();
    none.release();
  }

  private static byte[] key(int i) {
    return new byte[] {(byte) ('a' + i)};
  }

  /** Writes partitions, if it has any, and the index. */
  @FunctionalInterface
  private interface IndexWriter {
    /** Returns how many partitions the footer is to count. */
    int write(BlockAppender file) throws IOException;
  }

  private SstableMeta make(IndexWriter indexWriter) throws IOException {
    SstableMeta.Contents contents =
        SstableMeta.Contents.plain(KEYS, 0, new SstableMeta.SequenceRange(1, 1));
    KeyRange keys = KeyRange.closed(key(0), key(KEYS - 1));
    BlockPacker packer = new BlockPacker(1, null);
    try (BlockAppender file = new BlockAppender(files.create(FILE), NUMBER, packer, 1000)) {
      for (int i = 0; i < KEYS; i++) {
        BlockBuilder block = new BlockBuilder(1, true);
        block.add(key(i), 1, 1, key(i), 0, 1);
        int size = block.size();
        byte[] bytes = craft.apply(i, Arrays.copyOf(block.finish(), size));
        data.add(file.append(bytes, size, Compression.NONE));
      }
      long[] hashes = new long[KEYS];
      for (int i = 0; i < KEYS; i++) {
        hashes[i] = Sstable.hash(key(i));
      }
      byte[] bits =
          TableFilter.build(hashes, KEYS, FormatVersion.NEWEST, EngineOptions.defaults().tables());
      Handle filter = file.append(bits, bits.length, Compression.NONE);
      final int partitions = indexWriter.write(file);
      byte[] said = TableProperties.encode(FormatVersion.NEWEST, 1, contents, keys);
      Handle properties = file.append(said, said.length, Compression.NONE);
      Blocks blocks = new Blocks(filter, index, properties, Handle.NONE, Handle.NONE);
      file.finish(new Footer(FormatVersion.NEWEST, blocks, partitions, NUMBER));
      return SstableMeta.whole(NUMBER, 1, file.offset(), contents, keys);
    }
  }

  private static Handle append(BlockAppender file, BlockBuilder block) throws IOException {
    int size = block.size();
    return file.append(block.finish(), size, Compression.NONE);
  }

  private static Handle append(BlockAppender file, List<Listed> entries) throws IOException {
    BlockBuilder block = new BlockBuilder(1, false);
    for (Listed entry : entries) {
      ByteBuffer value = ByteBuffer.allocate(3 * Varint.MAX_LONG_BYTES);
      Varint.put(value, entry.handle.offset());
      Varint.put(value, entry.handle.stored());
      Varint.put(value, entry.blocks);
      block.add(key(entry.key), 1, 0, value.array(), 0, value.position());
    }
    return append(file, block);
  }

  private Listed block(int i) {
    return new Listed(i, data.get(i), 0);
  }

  private List<Listed> middle() {
    return List.of(block(1), block(2), block(3), block(4));
  }

  /** Three partitions, the second of which lists {@code second} and is said to list {@code n}. */
  private int partitions(BlockAppender file, List<Listed> second, int n) throws IOException {
    Handle first = append(file, List.of(block(0)));
    partition = append(file, second);
    Handle third = append(file, List.of(block(5)));
    List<Listed> upper =
        List.of(new Listed(0, first, 1), new Listed(4, partition, n), new Listed(5, third, 1));
    index = append(file, upper);
    return upper.size();
  }

  private void assertAllThere(SstableMeta meta, BlockCache with) throws IOException {
    Sstable table = Sstable.open(files, FILE, meta, with);
    try {
      for (int i = 0; i < KEYS; i++) {
        assertArrayEquals(key(i), get(table, i));
      }
    } finally {
      table.release();
    }
  }

  private static byte[] get(Sstable table, int i) throws IOException {
    ValueSlice found = table.get(key(i), Sstable.hash(key(i)), Long.MAX_VALUE, ReadOptions.DEFAULT);
    return found == null ? new byte[0] : found.toArray();
  }

  /** With a cache and without one, and by tools. */
  private void assertIndexRefused(SstableMeta meta) {
    for (BlockCache with : List.of(cache, none)) {
      assertDamage(
          index, assertThrows(CorruptionException.class, () -> assertAllThere(meta, with)));
    }
    assertDamage(
        index,
        assertThrows(
            CorruptionException.class,
            () -> TableInspector.open(files, FILE, new Ciphers(null)).close()));
  }

  /** Only what the partition lists is not to be had. */
  private void assertPartitionRefused(SstableMeta meta) throws IOException {
    Sstable table = Sstable.open(files, FILE, meta, cache);
    try {
      for (int i : new int[] {0, 5}) {
        assertArrayEquals(key(i), get(table, i));
      }
      for (int i = 1; i < 5; i++) {
        byte[] wanted = key(i);
        long hash = Sstable.hash(wanted);
        assertDamage(
            partition,
            assertThrows(
                CorruptionException.class,
                () -> table.get(wanted, hash, Long.MAX_VALUE, ReadOptions.DEFAULT)));
      }
      assertDamage(partition, assertThrows(CorruptionException.class, () -> walk(table)));
    } finally {
      table.release();
    }
    assertThrows(CorruptionException.class, () -> Sstable.open(files, FILE, meta, none));
    try (TableInspector inspected = TableInspector.open(files, FILE, new Ciphers(null))) {
      assertEquals(KEYS, inspected.places().size(), "blocks found without the partition");
      assertEquals(1, inspected.indexDamage().size());
      assertDamage(partition, inspected.indexDamage().getFirst());
    }
  }

  private static void walk(Sstable table) throws IOException {
    try (EntryCursor cursor = table.cursor(ReadPattern.QUERY, Long.MAX_VALUE)) {
      for (cursor.seekToFirst(); cursor.isValid(); cursor.next()) {
        assertEquals(1, cursor.keyLength());
      }
    }
  }

  private static void assertDamage(Handle expected, CorruptionException thrown) {
    assertEquals(FILE, thrown.file());
    assertEquals(expected.offset(), thrown.offset(), thrown.getMessage());
  }

  @Test
  void whatIsWellMadeIsRead() throws IOException {
    SstableMeta meta = make(file -> partitions(file, middle(), 4));
    assertAllThere(meta, cache);
    assertAllThere(meta, none);
  }

  @Test
  void aLastPartitionThatIsSaidToListNoBlockIsDamage() throws IOException {
    assertIndexRefused(
        make(
            file -> {
              partition = append(file, List.of(block(0), block(1), block(2)));
              Handle last = append(file, List.of(block(3), block(4), block(5)));
              index = append(file, List.of(new Listed(2, partition, 3), new Listed(5, last, 0)));
              return 2;
            }));
  }

  @Test
  void aPartitionThatIsSaidToListMoreBlocksThanItHasBytesForIsDamage() throws IOException {
    assertIndexRefused(make(file -> partitions(file, middle(), Integer.MAX_VALUE)));
  }

  @Test
  void anUpperLevelThatLeavesOutAPartitionIsDamage() throws IOException {
    assertIndexRefused(
        make(
            file -> {
              Handle first = append(file, List.of(block(0), block(1)));
              append(file, List.of(block(2), block(3)));
              Handle last = append(file, List.of(block(4), block(5)));
              index = append(file, List.of(new Listed(1, first, 2), new Listed(5, last, 2)));
              return 2;
            }));
  }

  @Test
  void aPartitionThatLeavesOutABlockIsDamage() throws IOException {
    assertPartitionRefused(
        make(file -> partitions(file, List.of(block(1), block(2), block(4)), 3)));
  }

  @Test
  void aPartitionOutOfOrderIsDamage() throws IOException {
    assertPartitionRefused(make(file -> partitions(file, middleWith(2, 0), 4)));
  }

  @Test
  void aPartitionThatBeginsBeforeTheEndOfTheOneBeforeIsDamage() throws IOException {
    assertPartitionRefused(
        make(file -> partitions(file, List.of(block(0), block(1), block(2), block(4)), 4)));
  }

  @Test
  void aPartitionOfAnotherSizeOrEndIsDamage() throws IOException {
    assertPartitionRefused(make(file -> partitions(file, middle(), 3)));
    data.clear();
    files.delete(FILE);
    assertPartitionRefused(make(file -> partitions(file, middleWith(4, 5), 4)));
  }

  /** The middle partition, with the separator of another block than block {@code i}. */
  private List<Listed> middleWith(int i, int separator) {
    List<Listed> listed = new ArrayList<>(middle());
    listed.set(i - 1, new Listed(separator, data.get(i), 0));
    return listed;
  }

  /** A reader of one partition cannot tell this; who reads all of them can. */
  @Test
  void aPartitionThatLeavesOutItsFirstBlockIsFoundWhereAllAreRead() throws IOException {
    SstableMeta meta = make(file -> partitions(file, middle().subList(1, 4), 3));
    assertThrows(CorruptionException.class, () -> assertAllThere(meta, none));
    try (TableInspector inspected = TableInspector.open(files, FILE, new Ciphers(null))) {
      assertEquals(KEYS, inspected.places().size(), "blocks found without the partition");
      assertDamage(partition, inspected.indexDamage().getFirst());
    }
  }

  @Test
  void anIndexThatLeavesOutTheLastBlockIsDamage() throws IOException {
    assertIndexRefused(make(file -> whole(file, List.of(0, 1, 2, 3, 4))));
  }

  @Test
  void anIndexThatLeavesOutABlockIsDamage() throws IOException {
    assertIndexRefused(make(file -> whole(file, List.of(0, 1, 3, 4, 5))));
  }

  @Test
  void anIndexOutOfOrderIsDamage() throws IOException {
    assertIndexRefused(
        make(
            file -> {
              List<Listed> listed = new ArrayList<>();
              for (int i = 0; i < KEYS; i++) {
                listed.add(new Listed(i == 2 ? 0 : i, data.get(i), 0));
              }
              index = append(file, listed);
              return 0;
            }));
  }

  /** Each byte of a block in turn, with and without a cache, by gets of one and of many keys. */
  @Test
  void entriesThatLeadOutOfTheirBlockAreDamage() throws IOException {
    int size = new BlockBuilder(1, true).size() + 1;
    int found = 0;
    for (int at = 0; at < size; at++) {
      int changed = at;
      for (int value : new int[] {0, 0x7F, 0xFF}) {
        int[] length = {0};
        craft =
            (i, block) -> {
              length[0] = block.length;
              block[changed] = i == 2 ? (byte) value : block[changed];
              return block;
            };
        SstableMeta meta = make(file -> whole(file, List.of(0, 1, 2, 3, 4, 5)));
        size = length[0];
        found += isDamageOfThirdBlock(meta, cache) && isDamageOfThirdBlock(meta, none) ? 1 : 0;
        files.delete(FILE);
        data.clear();
      }
    }
    assertTrue(found >= 10, "damage found " + found);
  }

  private boolean isDamageOfThirdBlock(SstableMeta meta, BlockCache with) throws IOException {
    Sstable table = Sstable.open(files, FILE, meta, with);
    try {
      Lookups lookups = new Lookups(List.of(key(1), key(2), key(3)));
      table.get(lookups, 0, 3, Long.MAX_VALUE);
      get(table, 2);
      return false;
    } catch (CorruptionException damage) {
      assertDamage(data.get(2), damage);
      assertThrows(CorruptionException.class, () -> get(table, 2));
      assertArrayEquals(key(3), get(table, 3));
      return true;
    } finally {
      table.release();
    }
  }

  private int whole(BlockAppender file, List<Integer> blocks) throws IOException {
    index = append(file, blocks.stream().map(this::block).toList());
    return 0;
  }
}
