package io.cairndb.storage.engine.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameReader;
import io.cairndb.storage.engine.format.FrameScanner;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Files larger than an array can be, or than what is kept of them in memory. */
class LargeFileTest {
  private static final Path FILE = Path.of("/large/000007.sst");
  private static final long NUMBER = 7;

  /** Where the contents of {@link Large} lie. */
  private static final long FAR = 5L << 30;

  private final MemoryFileSystem files = new MemoryFileSystem();

  @BeforeEach
  void makeDirectory() throws IOException {
    files.createDirectories(FILE.resolveSibling(""));
  }

  /** Bytes behind five gigabytes of zeros. */
  private record Large(byte[] contents) implements ReadableFile {
    @Override
    public void readFully(long position, ByteBuffer target) throws IOException {
      if (position + target.remaining() > length()) {
        throw new EOFException("read at " + position);
      }
      for (long at = position; target.hasRemaining(); at++) {
        target.put(at < FAR ? 0 : contents[Math.toIntExact(at - FAR)]);
      }
    }

    @Override
    public long length() {
      return FAR + contents.length;
    }

    @Override
    public void close() {}
  }

  /** Every file is opened as a large one. */
  private static FileSystem large(byte[] contents) {
    return (FileSystem)
        Proxy.newProxyInstance(
            FileSystem.class.getClassLoader(),
            new Class<?>[] {FileSystem.class},
            (proxy, method, arguments) -> {
              assertEquals("openForRead", method.getName());
              return new Large(contents);
            });
  }

  private SstableMeta table(int entries) throws IOException {
    EngineOptions options =
        EngineOptions.builder().compression(Compression.NONE).blockBytes(3000).build();
    SstableWriter.Target target = new SstableWriter.Target(NUMBER, 1, FormatVersion.NEWEST);
    try (SstableWriter writer = new SstableWriter(files, FILE, target, options)) {
      for (int i = 0; i < entries; i++) {
        byte[] key = "%06d".formatted(i).getBytes(StandardCharsets.US_ASCII);
        byte[] value = new byte[1000];
        value[i % value.length] = (byte) i;
        writer.add(key, key.length, 1, value);
      }
      return writer.finish();
    }
  }

  /** Of a table that is larger than what is kept of it in memory meanwhile. */
  @Test
  void blocksAreFoundPieceByPiece() throws IOException {
    SstableMeta meta = table(2000);
    assertTrue(meta.bytes() > 2_000_000, "bytes: " + meta.bytes());
    try (TableInspector expected = TableInspector.open(files, FILE, new Ciphers(null));
        BlockScanner found = BlockScanner.scan(files, FILE, NUMBER, new Ciphers(null))) {
      assertEquals(expected.places().size(), found.count());
      assertTrue(found.isComplete());
      assertEquals(1, found.tree().getAsInt());
      int entries = 0;
      for (int i = 0; i < found.count(); i++) {
        entries += found.entries(i).size();
      }
      assertEquals(2000, entries);
    }
    assertEquals(0, files.openFiles());
  }

  /** Blocks of a file whose offsets are no integers. */
  @Test
  void blocksAreFoundBehindTwoGigabytes() throws IOException {
    ByteBuffer contents = ByteBuffer.allocate(200_000);
    for (int i = 0; contents.remaining() > 2000; i++) {
      int start = contents.position();
      contents.put(new byte[1000 + i]).put(SstableFormat.RAW);
      ByteBuffer block = contents.duplicate().flip().position(start);
      contents.putInt(new BlockChecksum().of(NUMBER, FAR + start, block));
    }
    int end = contents.position();
    Large file = new Large(contents.array());
    List<SstableFormat.Handle> found = BlockFinder.find(file, FAR, file.length(), NUMBER);
    assertTrue(found.size() > 100, "blocks: " + found.size());
    assertEquals(FAR, found.getFirst().offset());
    assertEquals(FAR + end, found.getLast().offset() + found.getLast().stored());
  }

  private static void assertTooLarge(Executable reading) {
    CorruptionException thrown = assertThrows(CorruptionException.class, reading);
    assertEquals(FILE, thrown.file());
    assertTrue(thrown.detail().contains(String.valueOf(FAR + 1)), thrown.getMessage());
  }

  @Test
  void whatIsReadAsAWholeIsRefusedWhenItIsTooLarge() {
    FileSystem system = large(new byte[1]);
    Ciphers none = new Ciphers(null);
    assertTooLarge(
        () -> FrameReader.read(system, FILE, FileKind.LOG, NUMBER, (header, number, frame) -> {}));
    assertTooLarge(() -> FrameScanner.scan(system, FILE, FileKind.LOG, NUMBER, none));
    assertTooLarge(() -> LocalKeystore.open(system, FILE, Entropy.system()));
  }

  /** A length field whose checksum is right. */
  @Test
  void aLengthThatPointsOutOfTheFileIsDamage() throws IOException {
    SstableMeta meta = table(10);
    byte[] file = files.contents(FILE);
    ByteBuffer footer =
        ByteBuffer.wrap(file, file.length - SstableFormat.FOOTER_BYTES_MAX, 12).slice();
    footer.putInt(8, Integer.MAX_VALUE);
    CRC32C crc = new CRC32C();
    int start = file.length - SstableFormat.FOOTER_BYTES_MAX;
    crc.update(file, start, SstableFormat.FOOTER_BYTES_MAX - 12);
    ByteBuffer.wrap(file).putInt(file.length - 12, (int) crc.getValue());
    files.overwrite(FILE, file);
    BlockCache cache = new BlockCache(0, 4 << 10);
    for (Executable opening :
        List.<Executable>of(
            () -> Sstable.open(files, FILE, meta, cache),
            () -> TableInspector.open(files, FILE, new Ciphers(null)))) {
      CorruptionException thrown = assertThrows(CorruptionException.class, opening);
      assertEquals(FILE, thrown.file());
      assertTrue(thrown.detail().contains("outside the file"), thrown.getMessage());
    }
    cache.release();
  }
}
