package io.cairndb.storage.engine.sstable;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.range.RangeDeletions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Makes a table outside any engine, to be given to one by {@link
 * io.cairndb.storage.engine.StorageEngine#ingest}: the way to load much at once, without log,
 * memtable or compaction. Keys are added in ascending order, each once. Nothing counts before
 * {@link #finish}. Confined to one thread.
 */
public final class PreparedTable implements AutoCloseable {
  /** Stands for the number that the engine gives at the ingestion. */
  private static final long UNASSIGNED = 0;

  private final SstableWriter writer;
  private RangeDeletions ranges = RangeDeletions.NONE;

  /** As the other, in the newest format. */
  public PreparedTable(FileSystem files, Path file, EngineOptions options) throws IOException {
    this(files, file, options, FormatVersion.NEWEST);
  }

  /**
   * Creates {@code file}.
   *
   * @param options how tables are built; those of the engine, usually
   * @param format from {@link FormatVersion#VERSIONS} up to that of the engine that is to take it
   */
  public PreparedTable(FileSystem files, Path file, EngineOptions options, FormatVersion format)
      throws IOException {
    if (!format.isAtLeast(FormatVersion.VERSIONS)) {
      throw new IllegalArgumentException("tables cannot be ingested in format " + format.number());
    }
    SstableWriter.Target target = new SstableWriter.Target(0, 0, format);
    this.writer = new SstableWriter(files, file, target, options);
  }

  /** Adds a key; the arrays are copied. */
  public PreparedTable put(byte[] key, byte[] value) throws IOException {
    writer.add(requireKey(key), key.length, UNASSIGNED, value);
    return this;
  }

  /** Adds a deletion of what the engine may have under the key. */
  public PreparedTable delete(byte[] key) throws IOException {
    writer.add(requireKey(key), key.length, UNASSIGNED, null);
    return this;
  }

  /**
   * Adds a deletion of what the engine may have from {@code from} up to, not including, {@code
   * end}; what is put into this table stays. In any order.
   */
  public PreparedTable deleteRange(byte[] from, byte[] end) {
    if (Arrays.compareUnsigned(requireKey(from), end) >= 0) {
      throw new IllegalArgumentException("a range to delete has an end behind its first key");
    }
    ranges = ranges.with(from.clone(), end.clone(), UNASSIGNED);
    return this;
  }

  private static byte[] requireKey(byte[] key) {
    if (key.length == 0) {
      throw new IllegalArgumentException("a key must not be empty");
    }
    return key;
  }

  /** Bytes the file would have if finished now, nearly. */
  public long estimatedBytes() {
    return writer.estimatedBytes();
  }

  /** Completes and syncs the file; throws {@link IllegalStateException} when there is nothing. */
  public void finish() throws IOException {
    writer.setRangeDeletions(ranges);
    var unused = writer.finish();
  }

  /** Closes the file, and deletes it without {@link #finish}. */
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
