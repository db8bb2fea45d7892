package io.cairndb.env;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file open for appending. Confined to one thread at a time. */
public interface AppendableFile extends AutoCloseable {

  /** Appends all remaining bytes of {@code source}. */
  void append(ByteBuffer source) throws IOException;

  /** Returns when every appended byte is on stable storage; a failure leaves the tail unknown. */
  void sync() throws IOException;

  /** Bytes in the file, appended ones included. */
  long length();

  @Override
  void close() throws IOException;
}
