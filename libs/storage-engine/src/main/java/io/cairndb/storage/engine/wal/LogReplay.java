package io.cairndb.storage.engine.wal;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads segments in order, checking that no sequence number is missing. Changes nothing on disk.
 * Confined to one thread.
 */
public final class LogReplay {

  /** Receives what the log holds. */
  public interface Sink {

    /** One operation; no value means delete. Throws IllegalArgumentException for a bad tree. */
    void operation(int tree, byte[] key, byte @Nullable [] value, long sequence);

    /** A deletion of {@code [from, end)}. Throws IllegalArgumentException for a bad tree. */
    void deleteRange(int tree, byte[] from, byte[] end, long sequence);

    /** All operations of the batch have been given; {@code timestamp} is 0 when it has none. */
    void batchEnd(long sequence, long timestamp);
  }

  private final FileSystem files;
  private final Ciphers ciphers;
  private final Sink sink;
  private long lastSequence;

  /** The last segment read that ends in bytes that are no frames. */
  private @Nullable Path unfinished;

  private long unfinishedBytes;

  /** As the other, of a log in the clear. */
  public LogReplay(FileSystem files, long lastSequence, Sink sink) {
    this(files, new Ciphers(null), lastSequence, sink);
  }

  /** Starts behind {@code lastSequence}, the newest write that need not be in the log. */
  public LogReplay(FileSystem files, Ciphers ciphers, long lastSequence, Sink sink) {
    this.files = files;
    this.ciphers = ciphers;
    this.lastSequence = lastSequence;
    this.sink = sink;
  }

  /**
   * Reads one segment, in their order.
   *
   * <p>What follows the last frame may be a torn tail or, from version 2 on, what the file held
   * before. It is corruption when a later segment goes on with a gap: that one was used after this
   * one was complete and synced.
   *
   * @param newest whether no segment follows
   */
  public FrameReader.Result read(Path path, long number, boolean newest) throws IOException {
    if (!files.exists(path)) {
      throw new CorruptionException(path, 0, "the manifest names this file, but it is missing");
    }
    long expectedFirst = lastSequence + 1;
    FrameReader.Result result =
        FrameReader.read(
            files,
            path,
            FileKind.LOG,
            number,
            ciphers,
            (header, sequence, payload) -> {
              if (sequence != lastSequence + 1) {
                if (sequence > expectedFirst && lastSequence + 1 == expectedFirst) {
                  requireFinished();
                }
                throw new IllegalArgumentException(
                    "sequence number " + sequence + " follows " + lastSequence);
              }
              long timestamp = BatchCodec.decode(payload, header.version(), sequence, sink);
              lastSequence = sequence;
              sink.batchEnd(sequence, timestamp);
            });
    boolean exact = !result.header().mayHaveRemains();
    if (exact && result.header().firstSequence() != expectedFirst) {
      throw new CorruptionException(
          path,
          0,
          "the segment begins at sequence number "
              + result.header().firstSequence()
              + " where "
              + expectedFirst
              + " is due");
    }
    if (result.torn()) {
      unfinished = path;
      unfinishedBytes = result.validBytes();
      if (exact && !newest) {
        requireFinished();
      }
    }
    return result;
  }

  private void requireFinished() throws CorruptionException {
    Path path = unfinished;
    if (path != null) {
      throw new CorruptionException(
          path, unfinishedBytes, "bad frame in a segment that is not the newest");
    }
  }

  /**
   * Whether a segment that no manifest names was ever used. One whose header is not whole was not:
   * a segment is synced with its header before anything is written to it.
   *
   * @throws CorruptionException when frames are damaged
   */
  public static boolean holdsFrames(FileSystem files, Path path, long number, Ciphers ciphers)
      throws IOException {
    FrameReader.Visitor ignored = (header, sequence, payload) -> payload.position(payload.limit());
    try {
      return files.size(path) > FileHeader.BYTES
          && FrameReader.read(files, path, FileKind.LOG, number, ciphers, ignored).frames() > 0;
    } catch (CorruptionException e) {
      if (e.offset() >= FileHeader.BYTES) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Decodes the payload of one frame; for tools.
   *
   * @param format of the frame's file
   * @throws IllegalArgumentException or {@link java.nio.BufferUnderflowException} when it is no
   *     batch
   */
  public static void decode(ByteBuffer payload, FormatVersion format, long sequence, Sink sink) {
    sink.batchEnd(sequence, BatchCodec.decode(payload, format, sequence, sink));
  }

  public long lastSequence() {
    return lastSequence;
  }
}
