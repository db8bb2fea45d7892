package io.cairndb.storage.engine.format;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.WrappedKey;
import io.cairndb.storage.engine.cipher.Ciphers;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads all frames of one file.
 *
 * <p>A bad frame at offset X ends the file when nothing behind it proves that X was once synced;
 * otherwise it is corruption. The proof is a valid frame behind X that records more than X synced
 * bytes. Frames behind X without it were in flight together with the bad one: the disk may have
 * kept any part of them, and none of them was acknowledged.
 *
 * <p>A file that was written over an older one ends in remains of that one. Its frames are no
 * frames here, and prove nothing: their checksums have another salt, and their sequence numbers are
 * below the header's.
 */
public final class FrameReader {

  /** Receives frames in order. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * Reads one payload; {@link BufferUnderflowException} and {@link IllegalArgumentException} are
     * reported as corruption of this frame.
     */
    void visit(FileHeader header, long sequence, ByteBuffer payload) throws IOException;
  }

  /**
   * What was read.
   *
   * @param frames visited
   * @param validBytes where the intact part ends
   * @param fileBytes where the file ends; more than {@code validBytes} when its tail is torn
   */
  public record Result(FileHeader header, long frames, long validBytes, long fileBytes) {
    public boolean torn() {
      return validBytes < fileBytes;
    }
  }

  private final Path file;
  private final byte[] contents;
  private final ByteBuffer view;
  private final FileHeader header;
  private final CRC32C crc = new CRC32C();
  private final byte[] saltBytes;

  private FrameReader(Path file, byte[] contents, FileHeader header) {
    this.file = file;
    this.contents = contents;
    this.view = ByteBuffer.wrap(contents);
    this.header = header;
    this.saltBytes = ByteBuffer.allocate(Long.BYTES).putLong(header.salt()).array();
  }

  /** As the other, of a file in the clear. */
  public static Result read(
      FileSystem files, Path file, FileKind kind, long number, Visitor visitor) throws IOException {
    return read(files, file, kind, number, new Ciphers(null), visitor);
  }

  /**
   * Reads {@code file}; frames of a torn tail are not visited.
   *
   * @throws io.cairndb.storage.engine.KeyException when the file is sealed with a key that is not
   *     there
   */
  public static Result read(
      FileSystem files, Path file, FileKind kind, long number, Ciphers ciphers, Visitor visitor)
      throws IOException {
    byte[] contents = WholeFile.read(files, file);
    FileHeader header = FileHeader.read(kind, number, file, contents);
    return new FrameReader(file, contents, header).visitAll(ciphers, visitor);
  }

  /**
   * Id of the key that a file is sealed with; empty for a file in the clear, or without frames.
   *
   * @throws CorruptionException when the file begins with something else than a key
   */
  public static Optional<String> keyId(FileSystem files, Path file) throws IOException {
    try (ReadableFile source = files.openForRead(file)) {
      int start = FileHeader.BYTES;
      if (source.length() < start + FrameWriter.FRAME_HEADER_BYTES) {
        return Optional.empty();
      }
      ByteBuffer head = ByteBuffer.allocate(FrameWriter.FRAME_HEADER_BYTES);
      source.readFully(start, head);
      int length = head.getInt(8);
      if (head.getInt(0) != FrameWriter.MARKER || head.getLong(12) != FrameWriter.KEY_SEQUENCE) {
        return Optional.empty();
      }
      long payload = start + FrameWriter.FRAME_HEADER_BYTES;
      if (length < 0 || length > source.length() - payload) {
        throw new CorruptionException(file, start, "a wrapped key of " + length + " bytes");
      }
      ByteBuffer key = ByteBuffer.allocate(length);
      source.readFully(payload, key);
      return Optional.of(WrappedKey.decode(key.flip()).keyId());
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(file, FileHeader.BYTES, "malformed wrapped key: " + e);
    }
  }

  private Result visitAll(Ciphers ciphers, Visitor visitor) throws IOException {
    FrameSealer sealer = null;
    int at = FileHeader.BYTES;
    long frames = 0;
    while (at < contents.length && isValidFrame(at)) {
      int length = view.getInt(at + 8);
      long sequence = view.getLong(at + 12);
      int payloadStart = at + FrameWriter.FRAME_HEADER_BYTES;
      if (sequence == FrameWriter.KEY_SEQUENCE) {
        ByteBuffer key = view.slice(payloadStart, length);
        sealer = new FrameSealer(ciphers.of(file, payloadStart, key));
      } else if (sequence != FrameWriter.CLOSE_SEQUENCE) {
        ByteBuffer payload = payload(sealer, at, length);
        String problem = visit(visitor, header, sequence, payload);
        if (problem != null) {
          throw new CorruptionException(file, at, problem);
        }
        frames++;
      }
      at = payloadStart + length;
    }
    if (at < contents.length) {
      requireTornOnly(at);
    }
    return new Result(header, frames, at, contents.length);
  }

  private ByteBuffer payload(@Nullable FrameSealer sealer, int at, int length)
      throws CorruptionException {
    if (view.getInt(at) == FrameWriter.MARKER && sealer == null) {
      return ByteBuffer.wrap(contents, at + FrameWriter.FRAME_HEADER_BYTES, length);
    }
    ByteBuffer opened = sealer == null ? null : sealer.open(view, at, length);
    if (opened == null) {
      throw new CorruptionException(file, at, "the frame was not sealed with the file's key");
    }
    return opened;
  }

  private static @Nullable String visit(
      Visitor visitor, FileHeader header, long sequence, ByteBuffer payload) throws IOException {
    try {
      visitor.visit(header, sequence, payload);
      return payload.hasRemaining() ? "unread bytes at the end of frame " + sequence : null;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return "frame " + sequence + " cannot be decoded: " + e;
    }
  }

  private boolean isValidFrame(int at) {
    if (!looksLikeFrame(at)) {
      return false;
    }
    crc.reset();
    crc.update(saltBytes, 0, saltBytes.length);
    crc.update(contents, at + 8, FrameWriter.FRAME_HEADER_BYTES - 8 + view.getInt(at + 8));
    return (int) crc.getValue() == view.getInt(at + 4);
  }

  static boolean isMarker(int word) {
    return word == FrameWriter.MARKER || word == FrameWriter.SEALED_MARKER;
  }

  /** Whether there is a frame's header with a payload that fits into the file. */
  private boolean looksLikeFrame(int at) {
    if (contents.length - at < FrameWriter.FRAME_HEADER_BYTES
        || !isMarker(view.getInt(at))
        || !header.admits(view.getLong(at + 12))) {
      return false;
    }
    int length = view.getInt(at + 8);
    return length >= 0 && length <= contents.length - at - FrameWriter.FRAME_HEADER_BYTES;
  }

  /**
   * A tail can hold anything, values of clients that look like frames for one. So only what would
   * be a proof is checked, and in a time that does not grow with the length it claims.
   */
  private void requireTornOnly(int bad) throws CorruptionException {
    RangeChecksums checksums = null;
    crc.reset();
    crc.update(saltBytes, 0, saltBytes.length);
    int salt = (int) crc.getValue();
    for (int at = bad + 1; at <= contents.length - FrameWriter.FRAME_HEADER_BYTES; at++) {
      if (!looksLikeFrame(at) || !claimsSynced(at, bad)) {
        continue;
      }
      if (checksums == null) {
        checksums = new RangeChecksums(contents);
      }
      int end = at + FrameWriter.FRAME_HEADER_BYTES + view.getInt(at + 8);
      if (checksums.following(salt, at + 8, end) == view.getInt(at + 4)) {
        throw new CorruptionException(
            file, bad, "bad frame, yet the frame at byte " + at + " proves it was once intact");
      }
    }
  }

  /** Whether the frame says that more than {@code offset} bytes, all before it, were synced. */
  private boolean claimsSynced(int at, int offset) {
    long synced = view.getLong(at + 20);
    return synced > offset && synced <= at;
  }
}
