package io.cairndb.storage.engine.format;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.cipher.Ciphers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds every intact frame of one file, those behind damage included: for tools. What an engine may
 * believe is {@link FrameReader}'s affair. Pure functions.
 */
public final class FrameScanner {
  private FrameScanner() {}

  /**
   * One intact frame.
   *
   * @param offset of its first byte in the file
   * @param end of the first byte behind it
   * @param synced bytes of the file that were on stable storage when it was written
   * @param afterDamage whether something between it and the frame before cannot be read
   */
  public record Frame(
      long offset, long end, long sequence, long synced, boolean afterDamage, ByteBuffer payload) {
    /** Whether it is the mark of an orderly close. */
    public boolean isClose() {
      return sequence == FrameWriter.CLOSE_SEQUENCE;
    }

    /** Whether it tells the file's data key. */
    public boolean isKey() {
      return sequence == FrameWriter.KEY_SEQUENCE;
    }
  }

  /**
   * All that could be read of one file.
   *
   * @param endsSealed whether a frame follows the last one of these that is whole and cannot be
   *     opened: the key is lost
   */
  public record Scan(FileHeader header, List<Frame> frames, long fileBytes, boolean endsSealed) {
    public Scan {
      frames = List.copyOf(frames);
    }

    /** Where the part ends that is intact from the beginning. */
    public long intactBytes() {
      long end = FileHeader.BYTES;
      for (Frame frame : frames) {
        if (frame.offset > end) {
          break;
        }
        end = frame.end();
      }
      return end;
    }
  }

  /**
   * Reads {@code file}.
   *
   * @throws io.cairndb.storage.engine.CorruptionException when its header is damaged: without it no
   *     frame can be told from other bytes
   */
  public static Scan scan(FileSystem files, Path file, FileKind kind, long number, Ciphers ciphers)
      throws IOException {
    byte[] contents = WholeFile.read(files, file);
    FileHeader header = FileHeader.read(kind, number, file, contents);
    ByteBuffer view = ByteBuffer.wrap(contents);
    FrameCheck check = new FrameCheck(contents, header.salt());
    FrameSealer sealer = null;
    List<Frame> frames = new ArrayList<>();
    boolean damaged = false;
    boolean endsSealed = false;
    int at = FileHeader.BYTES;
    while (at <= contents.length - FrameWriter.FRAME_HEADER_BYTES) {
      int length = view.getInt(at + 8);
      if (check.isFrame(view, at, length) && header.admits(view.getLong(at + 12))) {
        int payload = at + FrameWriter.FRAME_HEADER_BYTES;
        long sequence = view.getLong(at + 12);
        int end = payload + length;
        ByteBuffer bytes = view.slice(payload, length);
        if (sequence == FrameWriter.KEY_SEQUENCE) {
          sealer = new FrameSealer(ciphers.of(file, payload, bytes));
        } else if (sealer != null || view.getInt(at) == FrameWriter.SEALED_MARKER) {
          bytes = sealer == null ? null : sealer.open(view, at, length);
        }
        if (bytes != null) {
          frames.add(new Frame(at, end, sequence, view.getLong(at + 20), damaged, bytes));
        }
        at = end;
        damaged = bytes == null;
        endsSealed = damaged;
      } else {
        at++;
        damaged = true;
      }
    }
    return new Scan(header, frames, contents.length, endsSealed);
  }

  /**
   * Tells frames from bytes that look like frames, of which a file may hold as many as a client
   * likes, each claiming to reach to the file's end: in a time that does not grow with the length.
   */
  private static final class FrameCheck {
    private final RangeChecksums checksums;
    private final int salt;

    FrameCheck(byte[] contents, long salt) {
      CRC32C crc = new CRC32C();
      crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salt));
      this.salt = (int) crc.getValue();
      this.checksums = new RangeChecksums(contents);
    }

    boolean isFrame(ByteBuffer view, int at, int length) {
      int payload = at + FrameWriter.FRAME_HEADER_BYTES;
      return FrameReader.isMarker(view.getInt(at))
          && length >= 0
          && length <= view.capacity() - payload
          && checksums.following(salt, at + 8, payload + length) == view.getInt(at + 4);
    }
  }
}
