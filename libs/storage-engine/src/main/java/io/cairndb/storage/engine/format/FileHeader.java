package io.cairndb.storage.engine.format;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a framed file.
 *
 * @param version in which what follows is written
 * @param number the number in the file's name
 * @param firstSequence sequence number of the first frame; in a log from {@link
 *     FormatVersion#VERSIONS} on, a number that no frame is below
 * @param salt mixed into every frame's checksum, so that frames of another file, or bytes a user
 *     stored, do not pass for frames of this one
 */
public record FileHeader(
    FileKind kind, FormatVersion version, long number, long firstSequence, long salt) {
  public static final int BYTES = 40;

  void writeTo(ByteBuffer target) {
    int start = target.position();
    target.put(kind.magic()).putInt(version.number());
    target.putLong(number).putLong(firstSequence).putLong(salt);
    CRC32C crc = new CRC32C();
    crc.update(target.duplicate().limit(target.position()).position(start));
    target.putInt((int) crc.getValue());
  }

  /**
   * Whether a frame of {@code sequence} can be of this file. A file that is written over an older
   * one may end in frames of that one, all of which came before any of its own.
   */
  boolean admits(long sequence) {
    return !mayHaveRemains() || Long.compareUnsigned(sequence, firstSequence) >= 0;
  }

  /** Whether bytes that are no frames may follow the last frame of a file that is complete. */
  public boolean mayHaveRemains() {
    return kind == FileKind.LOG && version.isAtLeast(FormatVersion.VERSIONS);
  }

  /** Reads and checks the header of {@code file}, and nothing else. */
  public static FileHeader read(FileSystem files, FileKind kind, long number, Path file)
      throws IOException {
    try (ReadableFile source = files.openForRead(file)) {
      byte[] head = new byte[(int) Math.min(BYTES, source.length())];
      source.readFully(0, ByteBuffer.wrap(head));
      return read(kind, number, file, head);
    }
  }

  /** Parses and checks the head of {@code contents}. */
  public static FileHeader read(FileKind kind, long number, Path file, byte[] contents)
      throws IOException {
    if (contents.length < BYTES) {
      throw new CorruptionException(file, contents.length, "the file ends inside its header");
    }
    ByteBuffer source = ByteBuffer.wrap(contents);
    byte[] magic = new byte[8];
    source.get(magic);
    if (!Arrays.equals(magic, kind.magic())) {
      throw new CorruptionException(file, 0, "not a " + kind + " file: wrong magic");
    }
    CRC32C crc = new CRC32C();
    crc.update(contents, 0, BYTES - 4);
    if ((int) crc.getValue() != source.getInt(BYTES - 4)) {
      throw new CorruptionException(file, 0, "header checksum mismatch");
    }
    int version = source.getInt();
    if (version > FormatVersion.NEWEST.number()) {
      throw new UnsupportedFormatException(file, version, FormatVersion.NEWEST.number());
    }
    long named = source.getLong();
    if (version < 1 || named != number) {
      throw new CorruptionException(
          file, 8, "header of version " + version + " names file " + named);
    }
    return new FileHeader(
        kind, FormatVersion.of(version), named, source.getLong(), source.getLong());
  }
}
