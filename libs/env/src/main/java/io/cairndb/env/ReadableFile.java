package io.cairndb.env;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file open for positional reads. Thread-safe. */
public interface ReadableFile extends AutoCloseable {

  /**
   * Fills {@code target} from {@code position}.
   *
   * @throws java.io.EOFException when the file ends before {@code target} is full
   */
  void readFully(long position, ByteBuffer target) throws IOException;

  long length() throws IOException;

  @Override
  void close() throws IOException;
}
