package io.cairndb.env;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file open for writing from front to back. Confined to one thread at a time, but for {@link
 * #sync}, which another thread may run beside an {@link #append}: what is appended meanwhile may be
 * synced or not.
 */
public interface AppendableFile extends AutoCloseable {

  /**
   * Writes all remaining bytes of {@code source} behind what was appended before: at the end of the
   * file, or over what lies there when it was {@link #reserve reserved} or is being {@link
   * FileSystem#openForOverwrite overwritten}.
   */
  void append(ByteBuffer source) throws IOException;

  /** Returns when every appended byte is on stable storage; a failure leaves the tail unknown. */
  void sync() throws IOException;

  /** Where the next append goes. Thread-safe. */
  long length();

  /**
   * Makes the file at least {@code bytes} long, with zeros at its end. Where bytes exist and are on
   * stable storage, a sync of others in their place need not change the file's metadata, which
   * makes it cheaper.
   */
  void reserve(long bytes) throws IOException;

  @Override
  void close() throws IOException;
}
