package io.cairndb.storage.engine.wal;

import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.io.IOException;

/**
 * Decides when writes count as durable, in order. {@link #submit} and {@link #rotate} come from one
 * thread at a time; the rest is thread-safe.
 */
public interface CommitLog {

  /** What the log needs from the engine; called on the log's workers. */
  interface Owner {

    /** Segment {@code number} may be used soon: from now on recovery needs it. */
    void registerSegment(long number) throws IOException;

    /** Segment {@code number} is complete and synced. */
    void segmentSealed(long number, long bytes);

    /** Writes up to {@code sequence} are durable. */
    void published(long sequence);

    /** The log can take no more writes. */
    void logFailed(Throwable cause);
  }

  /**
   * Takes a batch whose entries are in the memtable already.
   *
   * @throws EngineFailedException when the log has failed
   */
  void submit(WriteBatch batch, long sequence, Durability durability, WriteListener listener);

  /** Makes batches submitted from now on go to another segment, and returns its number. */
  long rotate();

  /**
   * Takes a sealed segment that the manifest does not name any more, to write over it. Returns
   * false when the caller is to delete it.
   */
  boolean keep(long number) throws IOException;

  /** Runs {@code listener} when everything submitted so far is settled; now if it is. */
  void whenSettled(WriteListener listener);

  /** Newest durable sequence number. */
  long published();

  /** Bytes submitted and not yet settled. */
  long pendingBytes();

  long syncs();

  /** Bytes in the segment being written. */
  long segmentBytes();

  /** Segments begun. */
  long segments();

  /** Segments written over one that was not needed any more. */
  long segmentsReused();

  /** Settles nothing more; everything waiting hears of it, and every later call. */
  void fail(EngineFailedException cause);

  /** Settles what was submitted and closes. */
  void close() throws IOException;
}
