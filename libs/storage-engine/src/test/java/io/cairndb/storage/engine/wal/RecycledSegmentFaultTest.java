package io.cairndb.storage.engine.wal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameReader;
import io.cairndb.storage.engine.format.FrameWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A segment written over an older one, whose frames lie on the same boundaries: the hardest case,
 * since an old frame stands wherever a new one is missing. The power fails with part of the new
 * frames unsynced; bits flip in what was synced.
 */
class RecycledSegmentFaultTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final Path FILE = DIRECTORY.resolve("000003.log");
  private static final Tree TREE = new Tree(0, "t");
  private static final int OLD_FRAMES = 60;

  /** New frames have sequence numbers from here on. */
  private static final long FIRST = 1000;

  private final List<Long> seen = new ArrayList<>();

  private static void frame(FrameWriter writer, long sequence, int bytes) throws IOException {
    byte[] key = {(byte) sequence};
    WriteBatch batch = new WriteBatch().put(TREE, key, new byte[bytes]);
    BatchCodec.encode(
        batch, FormatVersion.VERSIONS, writer.begin(sequence, BatchCodec.encodedBytesMax(batch)));
    writer.end();
  }

  /** Old life: each frame synced but for the last ones, as a log of synced writes has it. */
  private static void writeOld(MemoryFileSystem files, int bytes, long salt) throws IOException {
    files.createDirectories(DIRECTORY);
    FileHeader header = new FileHeader(FileKind.LOG, FormatVersion.VERSIONS, 1, 1, salt);
    try (FrameWriter old = new FrameWriter(files.create(FILE), header)) {
      for (int i = 1; i <= OLD_FRAMES; i++) {
        frame(old, i, bytes);
        old.sync();
      }
    }
    files.syncDirectory(DIRECTORY);
  }

  private static FrameWriter begin(MemoryFileSystem files, long salt) throws IOException {
    AppendableFile file = files.openForOverwrite(FILE);
    FrameWriter writer =
        new FrameWriter(file, new FileHeader(FileKind.LOG, FormatVersion.VERSIONS, 3, FIRST, salt));
    writer.sync();
    return writer;
  }

  private FrameReader.Result read(MemoryFileSystem files) throws IOException {
    seen.clear();
    LogReplay replay =
        new LogReplay(
            files,
            FIRST - 1,
            new LogReplay.Sink() {
              @Override
              public void operation(int tree, byte[] key, byte @Nullable [] value, long sequence) {
                assertEquals((byte) sequence, key[0]);
              }

              @Override
              public void deleteRange(int tree, byte[] from, byte[] end, long sequence) {
                throw new IllegalArgumentException("nobody wrote one");
              }

              @Override
              public void batchEnd(long sequence, long timestamp) {
                seen.add(sequence);
              }
            });
    return replay.read(FILE, 3, true);
  }

  @Test
  void aPowerCutTakesBackWhatWasNotSyncedAndShowsNothingOld() throws IOException {
    long seed = System.nanoTime();
    System.out.println("RecycledSegmentFaultTest: -Dcairn.seed=" + seed);
    RandomSource random = RandomSource.seeded(Long.getLong("cairn.seed", seed));
    int lost = 0;
    int kept = 0;
    for (int run = 0; run < 600; run++) {
      MemoryFileSystem files = new MemoryFileSystem();
      int bytes = random.nextInt(400);
      // The same salt is the worst luck: then every old frame has the right checksum.
      long salt = random.nextInt(2);
      writeOld(files, bytes, 0);
      int synced = random.nextInt(OLD_FRAMES / 2);
      int unsynced = random.nextInt(OLD_FRAMES);
      FrameWriter writer = begin(files, salt);
      for (int i = 0; i < synced; i++) {
        frame(writer, FIRST + i, bytes);
        if (random.nextInt(3) == 0) {
          writer.sync();
        }
      }
      writer.sync();
      for (int i = synced; i < synced + unsynced; i++) {
        frame(writer, FIRST + i, random.nextInt(4) == 0 ? random.nextInt(400) : bytes);
      }
      writer.drain();
      files.crash(random.nextLong());
      FrameReader.Result result = read(files);
      assertTrue(seen.size() >= synced && seen.size() <= synced + unsynced, seen.toString());
      lost += seen.size() < synced + unsynced ? 1 : 0;
      kept += seen.size() > synced ? 1 : 0;
      // What recovery does: the cut leaves a file that reads the same.
      files.truncate(FILE, result.validBytes());
      List<Long> before = List.copyOf(seen);
      assertEquals(result.validBytes(), read(files).validBytes());
      assertEquals(before, seen);
    }
    assertTrue(lost > 100 && kept > 100, lost + " lost, " + kept + " kept");
  }

  @Test
  void aFlippedBitBeforeTheLastSyncIsCorruptionThoughOldFramesFollow() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    writeOld(files, 20, 0);
    FrameWriter writer = begin(files, 0);
    for (int i = 0; i < 4; i++) {
      frame(writer, FIRST + i, 20);
      writer.sync();
    }
    frame(writer, FIRST + 4, 20);
    writer.drain();
    byte[] intact = files.contents(FILE);
    long provenBytes = FileHeader.BYTES + 4 * (writer.length() - FileHeader.BYTES) / 5;
    for (int at = FileHeader.BYTES; at < writer.length(); at++) {
      byte[] damaged = intact.clone();
      damaged[at] ^= 4;
      files.overwrite(FILE, damaged);
      if (at < provenBytes) {
        CorruptionException found = assertThrows(CorruptionException.class, () -> read(files));
        assertTrue(found.offset() <= at, found.toString());
      } else {
        read(files);
        assertEquals(4, seen.size());
      }
    }
    for (int at = (int) writer.length(); at < intact.length; at++) {
      byte[] damaged = intact.clone();
      damaged[at] ^= 4;
      files.overwrite(FILE, damaged);
      read(files);
      assertEquals(5, seen.size(), "remains do not count");
    }
  }

  /** {@code -Dcairn.golden.rewrite=DIR} writes the file anew, for a new version only. */
  @Test
  void segmentsOfVersionTwoStayReadable() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    writeOld(files, 20, 0xCA17);
    FrameWriter writer = begin(files, 0xCA18);
    for (int i = 0; i < 3; i++) {
      frame(writer, FIRST + i, 10 + i);
      writer.sync();
    }
    String rewrite = System.getProperty("cairn.golden.rewrite");
    if (rewrite != null) {
      Files.write(Path.of(rewrite).resolve("000003.log.bin"), files.contents(FILE));
    }
    try (InputStream in = getClass().getResourceAsStream("/golden/log-v2/000003.log.bin")) {
      assertNotNull(in);
      byte[] golden = in.readAllBytes();
      assertArrayEquals(golden, files.contents(FILE), "written as ever");
      files.overwrite(FILE, golden);
    }
    read(files);
    assertEquals(List.of(FIRST, FIRST + 1, FIRST + 2), seen);
  }
}
