package io.cairndb.storage.engine.format;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.KnownKey;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sealed log segment whose bytes somebody changed who does not have the key: at most {@link
 * #CHANGES_MAX} places of it, with the checksum of the frame made right again or not. What reader
 * and scanner give out was written so, at that place and under that number.
 *
 * <p>An input is a byte of flags, and changes: two bytes of place, one of what is there instead.
 */
public final class SealedFrameTarget implements FuzzTarget {
  private static final Path FILE = Path.of("/sealed/frames");
  private static final long NUMBER = 3;
  private static final long SALT = 77;
  private static final int CHANGES_MAX = 64;
  private static final int CHANGE_BYTES = 3;
  private static final int RIGHT_CHECKSUMS = 1;
  private static final Ciphers CIPHERS = new Ciphers(new KnownKey());
  private static final FileHeader HEADER =
      new FileHeader(FileKind.LOG, FormatVersion.NEWEST, NUMBER, 1, SALT);

  private final byte[] original;

  /** As many as there are frames. */
  private final List<byte[]> payloads = new ArrayList<>();

  /** Makes the segment. */
  public SealedFrameTarget() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (FrameWriter writer = begin(files)) {
      for (int i = 1; i <= 6; i++) {
        byte[] payload = new byte[5 * i];
        Arrays.fill(payload, (byte) i);
        payloads.add(payload);
        writer.begin(i, payload.length).put(payload);
        writer.end();
        if (i % 2 == 0) {
          writer.sync();
        }
      }
      writer.finish();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    original = files.contents(FILE);
  }

  private static FrameWriter begin(MemoryFileSystem files) throws IOException {
    files.createDirectories(FILE.resolveSibling(""));
    return new FrameWriter(files.create(FILE), HEADER, CIPHERS.forNewFile());
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int flags = 0; flags < 2; flags++) {
      seeds.add(new byte[] {(byte) flags});
      for (int at = keyEnd(); at < original.length; at += 37) {
        seeds.add(new byte[] {(byte) flags, (byte) (at >> 8), (byte) at, 1});
      }
    }
    return seeds;
  }

  /** Who changes what lies before might as well put another file there, in the clear. */
  private int keyEnd() {
    int payloadBytes = ByteBuffer.wrap(original).getInt(FileHeader.BYTES + 8);
    return FileHeader.BYTES + FrameWriter.FRAME_HEADER_BYTES + payloadBytes;
  }

  @Override
  public void run(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] changed = original.clone();
    int first = keyEnd();
    for (int i = 0; i < CHANGES_MAX && 1 + (i + 1) * CHANGE_BYTES <= input.length; i++) {
      int at = 1 + i * CHANGE_BYTES;
      int place = (input[at] & 0xFF) << 8 | (input[at + 1] & 0xFF);
      if (place >= first && place < changed.length) {
        changed[place] = input[at + 2];
      }
    }
    if ((input[0] & RIGHT_CHECKSUMS) != 0) {
      FrameTarget.makeChecksumsRight(ByteBuffer.wrap(changed));
    }
    MemoryFileSystem files = new MemoryFileSystem();
    files.overwrite(FILE, changed);
    List<Long> believed = read(files);
    List<Long> found = scan(files);
    Check.that(found.containsAll(believed), "frames that the tools do not find");
  }

  private List<Long> read(MemoryFileSystem files) {
    List<Long> believed = new ArrayList<>();
    try {
      var unused =
          FrameReader.read(
              files,
              FILE,
              FileKind.LOG,
              NUMBER,
              CIPHERS,
              (header, sequence, payload) -> {
                requireWritten(sequence, payload);
                believed.add(sequence);
                payload.position(payload.limit());
              });
    } catch (IOException refused) {
      return List.of();
    }
    return believed;
  }

  private List<Long> scan(MemoryFileSystem files) {
    List<Long> found = new ArrayList<>();
    try {
      for (FrameScanner.Frame frame :
          FrameScanner.scan(files, FILE, FileKind.LOG, NUMBER, CIPHERS).frames()) {
        if (!frame.isClose() && !frame.isKey()) {
          requireWritten(frame.sequence(), frame.payload());
          found.add(frame.sequence());
        }
      }
    } catch (IOException refused) {
      return List.of();
    }
    return found;
  }

  private void requireWritten(long sequence, ByteBuffer payload) {
    Check.that(sequence >= 1 && sequence <= payloads.size(), "a frame nobody wrote");
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    Check.that(
        Arrays.equals(bytes, payloads.get((int) sequence - 1)), "a payload nobody wrote there");
  }
}
