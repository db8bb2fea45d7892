package io.cairndb.storage.engine.sstable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FilterKind;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.TableOptions;
import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One table, written and read. */
class SstableTest {
  private static final Path FILE = Path.of("/tables/000009.sst");
  private static final SstableWriter.Target TARGET =
      new SstableWriter.Target(9, 0, FormatVersion.NEWEST);

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final BlockCache cache = new BlockCache(1 << 20, 256 << 10);

  @BeforeEach
  void setUp() throws IOException {
    files.createDirectories(Path.of("/tables"));
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(12)
        .put("tree".getBytes(StandardCharsets.US_ASCII))
        .putLong(number * 3L)
        .array();
  }

  private Sstable table(int entries, EngineOptions options) throws IOException {
    SstableMeta meta;
    try (SstableWriter writer = new SstableWriter(files, FILE, TARGET, options)) {
      for (int i = 0; i < entries; i++) {
        byte[] value = i % 10 == 3 ? null : ("value " + i).getBytes(StandardCharsets.US_ASCII);
        writer.add(key(i), 12, i + 1L, value);
      }
      meta = writer.finish();
    }
    return Sstable.open(files, FILE, meta, cache);
  }

  /** The properties were written and never looked at: a table put in another's place was taken. */
  @Test
  void aTableThatIsNotTheOneTheManifestMeansIsRefused() throws IOException {
    SstableMeta meta = table(100, EngineOptions.defaults()).meta();
    SstableMeta.SequenceRange other =
        new SstableMeta.SequenceRange(1, meta.sequences().largest() + 1);
    byte[] key = key(100);
    for (SstableMeta wrong :
        List.of(
            meta(1, meta.entries(), meta.tombstones(), meta.sequences(), meta, meta.largest()),
            meta(0, meta.entries() - 1, meta.tombstones(), meta.sequences(), meta, meta.largest()),
            meta(0, meta.entries(), meta.tombstones() + 1, meta.sequences(), meta, meta.largest()),
            meta(0, meta.entries(), meta.tombstones(), other, meta, meta.largest()),
            meta(0, meta.entries(), meta.tombstones(), meta.sequences(), meta, key))) {
      assertThrows(CorruptionException.class, () -> Sstable.open(files, FILE, wrong, cache));
    }
    Sstable.open(files, FILE, meta, cache).release();
  }

  private static SstableMeta meta(
      int tree,
      long entries,
      long tombstones,
      SstableMeta.SequenceRange sequences,
      SstableMeta like,
      byte[] largest) {
    return SstableMeta.whole(
        like.number(),
        tree,
        like.bytes(),
        SstableMeta.Contents.plain(entries, tombstones, sequences),
        KeyRange.closed(like.smallest(), largest));
  }

  @Test
  void damagedPropertiesAreFoundAtTheOpening() throws IOException {
    SstableMeta meta = table(100, EngineOptions.defaults()).meta();
    byte[] bytes = files.contents(FILE);
    int damagedAt = bytes.length - SstableFormat.FOOTER_BYTES_MAX - SstableFormat.TRAILER_BYTES - 1;
    bytes[damagedAt] ^= 1;
    files.overwrite(FILE, bytes);
    assertThrows(CorruptionException.class, () -> Sstable.open(files, FILE, meta, cache));
  }

  @ParameterizedTest
  @CsvSource({"1,64,1,NONE,0", "1000,64,1,NONE,10", "1000,256,16,LZ4,10", "1000,4096,4,LZ4,0"})
  void readsWhatWasWritten(int entries, int block, int restarts, Compression kind, int bloom)
      throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .blockBytes(block)
            .restartInterval(restarts)
            .compression(kind)
            .bloomBitsPerKey(bloom)
            .build();
    Sstable table = table(entries, options);
    ValueBuffer buffer = new ValueBuffer();
    EntryCursor cursor = table.cursor(ReadPattern.SCAN, Long.MAX_VALUE);
    cursor.seekToFirst();
    for (int i = 0; i < entries; i++) {
      ReadOptions how = new ReadOptions(i % 2 == 0, i % 3 == 0 ? buffer : null);
      ValueSlice value = table.get(key(i), Sstable.hash(key(i)), Long.MAX_VALUE, how);
      assertNotNull(value);
      assertEquals(cursor.isTombstone(), Sstable.isDeleted(value));
      assertArrayEquals(key(i), cursor.key());
      assertEquals(i + 1L, cursor.sequence());
      assertEquals(i % 10 == 3, cursor.isTombstone());
      if (cursor.isTombstone()) {
        assertNull(cursor.value());
      } else {
        assertArrayEquals(Arrays.copyOf(value.array(), value.length()), cursor.value());
      }
      byte[] between = key(i);
      ByteBuffer.wrap(between).putLong(4, i * 3L + 1);
      assertNull(table.get(between, Sstable.hash(between), Long.MAX_VALUE, how));
      cursor.next();
    }
    assertTrue(!cursor.isValid());
    assertEquals(entries, table.meta().entries());
    table.release();
  }

  @ParameterizedTest
  @EnumSource(FilterKind.class)
  void filterRefusesNearlyAllAbsentKeys(FilterKind kind) {
    TableOptions options = EngineOptions.builder().filter(kind).build().tables();
    for (int count : List.of(1, 2, 3, 10, 63, 100, 1000, 10_000)) {
      long[] hashes = new long[count + 1];
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = Sstable.hash(key(i));
      }
      byte[] bytes = TableFilter.build(hashes, count, FormatVersion.NEWEST, options);
      assertEquals(kind == FilterKind.BLOCKED_BLOOM || count == 1, bytes.length % 64 == 0);
      TableFilter filter = TableFilter.of(MemorySegment.ofArray(bytes));
      int wrong = 0;
      for (int i = 0; i < count; i++) {
        assertTrue(filter.mayContain(hashes[i]));
      }
      for (int i = 0; i < 10_000; i++) {
        wrong += filter.mayContain(Sstable.hash(key(i + 1_000_000))) ? 1 : 0;
      }
      assertTrue(wrong < (kind == FilterKind.BINARY_FUSE ? 120 : 300), "wrongly: " + wrong);
    }
  }

  /** Peeling would never end: the builder gives up, and the table gets another filter. */
  @Test
  void aFilterOfTwoEqualHashesIsABloomFilter() {
    long[] hashes = {5, 9, 5, 12};
    byte[] bytes = TableFilter.build(hashes, 4, FormatVersion.NEWEST, TableOptions.defaults());
    assertEquals(0, bytes.length % 64);
    assertTrue(TableFilter.of(MemorySegment.ofArray(bytes)).mayContain(9));
  }

  @Test
  void whatIsNoFilterIsRefused() {
    long[] hashes = {5, 9, 12};
    byte[] bytes = TableFilter.build(hashes, 3, FormatVersion.NEWEST, TableOptions.defaults());
    for (int at : new int[] {1, 2, 5, 6}) {
      byte[] changed = bytes.clone();
      changed[changed.length - at] ^= 0x55;
      assertThrows(
          IllegalArgumentException.class, () -> TableFilter.of(MemorySegment.ofArray(changed)));
    }
  }

  /** Published values of XXH64 with seed 0. */
  @ParameterizedTest
  @CsvSource({
    "'',ef46db3751d8e999",
    "a,d24ec4f1a98c6e5b",
    "abc,44bc2cf5ad770999",
    "Nobody inspects the spammish repetition,fbcea83c8a378bf1"
  })
  void hashIsXxh64(String text, String expected) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertEquals(expected, HexFormat.of().toHexDigits(XxHash64.hash(bytes, bytes.length)));
  }

  /** The block of docs/formats/sstable.md. */
  @Test
  void blockIsLaidOutAsDocumented() {
    BlockBuilder builder = new BlockBuilder(16, true);
    builder.add(new byte[] {'a'}, 1, 5, new byte[] {'1'}, 0, 1);
    builder.add(new byte[] {'a', 'b'}, 2, 6, null, 0, 0);
    int size = builder.size();
    assertEquals(
        "0001020561310101000662" + "0000000000000001",
        HexFormat.of().formatHex(builder.finish(), 0, size));
  }

  @Test
  void obsoleteTableDisappearsWithItsLastReader() throws IOException {
    Sstable table = table(10, EngineOptions.defaults());
    table.retain();
    table.makeObsolete();
    table.release();
    assertTrue(files.exists(FILE));
    ValueSlice removed =
        table.get(key(3), Sstable.hash(key(3)), Long.MAX_VALUE, ReadOptions.DEFAULT);
    assertTrue(removed != null && Sstable.isDeleted(removed), "still open for its reader");
    table.release();
    assertTrue(!files.exists(FILE));
  }

  /** What lies beyond the bounds is not read, nor read ahead. */
  @Test
  void aBoundedCursorReadsNoBlockBeyondItsBounds() throws IOException {
    EngineOptions options =
        EngineOptions.builder().blockBytes(256).compression(Compression.NONE).build();
    SstableMeta meta = table(5000, options).meta();
    List<Long> reads = new ArrayList<>();
    BlockCache none = new BlockCache(0, 64 << 10);
    Sstable table = Sstable.open(noting(reads), FILE, meta, none);
    TableIndex index = table.index();
    long start = index.handle(index.find(key(2000), false)).offset();
    Handle last = index.handle(index.find(key(2300), false));
    for (ReadPattern pattern : ReadPattern.values()) {
      reads.clear();
      try (EntryCursor cursor = table.cursor(pattern, Long.MAX_VALUE, key(2000), key(2300))) {
        for (cursor.seekToFirst(); cursor.isValid(); ) {
          cursor.next();
        }
        int count = 0;
        cursor.seekToLast();
        while (cursor.isValid()) {
          count++;
          cursor.previous();
        }
        assertTrue(count >= 300 && count < 330, "entries: " + count);
        cursor.seekCeiling(key(4000));
        assertTrue(!cursor.isValid());
        cursor.seekFloor(key(10));
        assertTrue(!cursor.isValid());
      }
      for (int i = 0; i < reads.size(); i += 2) {
        assertTrue(reads.get(i) >= start, "read from " + reads.get(i));
        assertTrue(reads.get(i + 1) <= last.offset() + last.stored(), "to " + reads.get(i + 1));
      }
      assertTrue(reads.size() / 2 <= 30, "pieces read: " + reads.size() / 2);
    }
    table.release();
  }

  /** A file system whose files say from where to where they are read. */
  private FileSystem noting(List<Long> reads) {
    return (FileSystem)
        Proxy.newProxyInstance(
            FileSystem.class.getClassLoader(),
            new Class<?>[] {FileSystem.class},
            (proxy, method, arguments) ->
                method.getName().equals("openForRead")
                    ? new NotingFile(files.openForRead((Path) arguments[0]), reads)
                    : method.invoke(files, arguments));
  }

  private record NotingFile(ReadableFile file, List<Long> reads) implements ReadableFile {
    @Override
    public void readFully(long position, ByteBuffer target) throws IOException {
      reads.add(position);
      reads.add(position + target.remaining());
      file.readFully(position, target);
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Test
  void cursorsOfEitherPatternSeeTheSameBothWays() throws IOException {
    EngineOptions options = EngineOptions.builder().blockBytes(300).build();
    Sstable table = table(3000, options);
    BlockCache small = new BlockCache(16 << 10, 4 << 10);
    Sstable other = Sstable.open(files, FILE, table.meta(), small);
    for (ReadPattern pattern : ReadPattern.values()) {
      try (EntryCursor cursor = other.cursor(pattern, Long.MAX_VALUE)) {
        cursor.seekFloor(key(1999));
        for (int i = 1999; i >= 500; i--) {
          assertArrayEquals(key(i), cursor.key());
          cursor.previous();
        }
        for (int i = 499; i < 3000; i++) {
          assertArrayEquals(key(i), cursor.key());
          assertEquals(i + 1L, cursor.sequence());
          cursor.next();
        }
        assertTrue(!cursor.isValid());
      }
    }
    other.release();
    table.release();
  }
}
