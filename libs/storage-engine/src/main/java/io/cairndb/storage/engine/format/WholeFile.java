package io.cairndb.storage.engine.format;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads files into memory that are never written larger than an array can be. Pure functions. */
public final class WholeFile {
  /** What every virtual machine can make an array of. */
  private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

  private WholeFile() {}

  /**
   * All bytes of {@code path}.
   *
   * @throws CorruptionException when there are more than such a file has
   */
  public static byte[] read(FileSystem files, Path path) throws IOException {
    try (ReadableFile file = files.openForRead(path)) {
      long length = file.length();
      if (length > BYTES_MAX) {
        throw new CorruptionException(
            path, BYTES_MAX, "the file has " + length + " bytes; none of its kind is so large");
      }
      byte[] contents = new byte[(int) length];
      file.readFully(0, ByteBuffer.wrap(contents));
      return contents;
    }
  }
}
