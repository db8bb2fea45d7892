package io.cairndb.storage.engine.sstable;

import io.cairndb.encoding.Varint;
import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.CompressionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.TableOptions;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.range.RangeDeletions.Fragment;
import io.cairndb.storage.engine.sstable.IndexPartitions.Partition;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one table from entries in ascending order of keys, versions of one key newest first.
 * Confined to one thread. The file is complete and synced after {@link #finish}; the directory is
 * the caller's.
 */
public final class SstableWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SstableWriter.class);

  private final FileSystem files;
  private final Path path;
  private final Target target;
  private final TableOptions tableOptions;
  private final BlockAppender file;
  private final BlockBuilder block;
  private final BlockBuilder index = new BlockBuilder(1, false);
  private final byte[] handleBytes = new byte[2 * Varint.MAX_LONG_BYTES];
  private long[] hashes = new long[1024];
  private int keys;
  private long entries;
  private RangeDeletions ranges = RangeDeletions.NONE;
  private long tombstones;
  private TableHints hints = TableHints.NONE;
  private long sequenceMin = Long.MAX_VALUE;
  private long sequenceMax;
  private byte @Nullable [] smallest;
  private byte[] lastKey = new byte[128];
  private int lastKeyLength;
  private long lastSequence;
  private boolean finished;

  /** The last block written, not yet in the index: its separator needs the key that follows. */
  private @Nullable Handle unindexed;

  /**
   * What a table is to be.
   *
   * @param bottommost whether no older version of its keys lies deeper: how it is compressed
   */
  public record Target(long number, int tree, FormatVersion format, boolean bottommost) {

    /** A table above others. */
    public Target(long number, int tree, FormatVersion format) {
      this(number, tree, format, false);
    }

    private Compression compression(CompressionOptions kinds) {
      Compression kind = bottommost ? kinds.bottommost() : kinds.upper();
      boolean known = kind != Compression.ZSTD || format.isAtLeast(FormatVersion.VERSIONS);
      return known ? kind : Compression.LZ4;
    }
  }

  /** Creates {@code path}. */
  public SstableWriter(FileSystem files, Path path, Target target, EngineOptions options)
      throws IOException {
    this.files = files;
    this.path = path;
    this.target = target;
    this.tableOptions = options.tables();
    boolean sealed = target.format.isAtLeast(FormatVersion.VERSIONS);
    BlockPacker packer =
        new BlockPacker(
            tableOptions.compression().zstdLevel(),
            sealed ? new Ciphers(options.operations().keyring()).forNewFile() : null);
    this.block = new BlockBuilder(tableOptions.restartInterval(), true);
    this.file =
        new BlockAppender(
            files.create(path), target.number, packer, options.compaction().tableBytes());
  }

  /** Sets what the table tells of when it will not be needed; before {@link #finish}. */
  public void setHints(TableHints told) {
    hints = told;
  }

  /** Adds the entry under the cursor. */
  public void add(EntryCursor entry) throws IOException {
    add(
        entry.keyArray(),
        entry.keyLength(),
        entry.sequence(),
        entry.valueArray(),
        entry.valueOffset(),
        entry.valueLength());
  }

  /** Adds an entry; no value means a tombstone. */
  public void add(byte[] key, int keyLength, long sequence, byte @Nullable [] value)
      throws IOException {
    add(key, keyLength, sequence, value, 0, value == null ? 0 : value.length);
  }

  private void add(
      byte[] key,
      int keyLength,
      long sequence,
      byte @Nullable [] value,
      int valueOffset,
      int valueLength)
      throws IOException {
    boolean newKey = requireAscending(key, keyLength, sequence);
    Handle waiting = unindexed;
    if (waiting != null) {
      addToIndex(waiting, separator(key, keyLength));
    }
    if (smallest == null) {
      smallest = Arrays.copyOf(key, keyLength);
    }
    if (newKey) {
      addHash(XxHash64.hash(key, keyLength));
    }
    entries++;
    tombstones += value == null ? 1 : 0;
    sequenceMin = Math.min(sequenceMin, sequence);
    sequenceMax = Math.max(sequenceMax, sequence);
    block.add(key, keyLength, sequence, value, valueOffset, valueLength);
    if (lastKey.length < keyLength) {
      lastKey = new byte[keyLength * 2];
    }
    System.arraycopy(key, 0, lastKey, 0, keyLength);
    lastKeyLength = keyLength;
    lastSequence = sequence;
    if (block.size() >= tableOptions.blockBytes()) {
      finishBlock();
    }
  }

  /** Returns whether the key is another than the last. */
  private boolean requireAscending(byte[] key, int keyLength, long sequence) {
    if (entries == 0) {
      return true;
    }
    int order = Arrays.compareUnsigned(lastKey, 0, lastKeyLength, key, 0, keyLength);
    boolean version =
        order == 0 && sequence < lastSequence && target.format.isAtLeast(FormatVersion.VERSIONS);
    if (order >= 0 && !version) {
      throw new IllegalArgumentException("keys of a table must ascend, and versions descend");
    }
    return order != 0;
  }

  private void addHash(long hash) {
    if (keys == hashes.length) {
      hashes = Arrays.copyOf(hashes, keys * 2);
    }
    hashes[keys++] = hash;
  }

  /**
   * Adds deleted ranges, at any time before the end, once. A table that is to have no other entry
   * gets a tombstone at the beginning of the first range.
   */
  public void setRangeDeletions(RangeDeletions deletions) throws IOException {
    if (!deletions.isEmpty() && !target.format.isAtLeast(FormatVersion.VERSIONS)) {
      throw new IllegalArgumentException("the format has no range deletions");
    }
    ranges = deletions;
  }

  private void finishBlock() throws IOException {
    int size = block.size();
    unindexed = file.append(block.finish(), size, target.compression(tableOptions.compression()));
    block.reset();
  }

  private void addToIndex(Handle handle, byte[] separator) {
    int length = Varint.put(handleBytes, 0, handle.offset());
    length = Varint.put(handleBytes, length, handle.stored());
    index.add(separator, separator.length, 0, handleBytes, 0, length);
    unindexed = null;
  }

  /** A short key at or above the last key written and below {@code following}. */
  private byte[] separator(byte[] following, int followingLength) {
    int common = Arrays.mismatch(lastKey, 0, lastKeyLength, following, 0, followingLength);
    if (common >= 0
        && common < lastKeyLength
        && common < followingLength
        && (lastKey[common] & 0xFF) + 1 < (following[common] & 0xFF)) {
      byte[] shortened = Arrays.copyOf(lastKey, common + 1);
      shortened[common]++;
      return shortened;
    }
    return Arrays.copyOf(lastKey, lastKeyLength);
  }

  /** Whether the last entry is a version of the key under the cursor. */
  public boolean endsWith(EntryCursor entry) {
    return Arrays.equals(lastKey, 0, lastKeyLength, entry.keyArray(), 0, entry.keyLength());
  }

  /** Bytes the file would have if finished now, nearly. */
  public long estimatedBytes() {
    return file.offset()
        + block.size()
        + index.size()
        + (long) keys * tableOptions.bloomBitsPerKey() / 8;
  }

  public long entries() {
    return entries;
  }

  /** Completes and syncs the file, which must have an entry or a range deletion. */
  public SstableMeta finish() throws IOException {
    if (entries == 0 && !ranges.isEmpty()) {
      Fragment fragment = ranges.fragments().getFirst();
      add(fragment.start(), fragment.start().length, fragment.sequences()[0], null);
    }
    byte[] first = smallest;
    if (first == null) {
      throw new IllegalStateException("a table needs an entry");
    }
    byte[] last = Arrays.copyOf(lastKey, lastKeyLength);
    finishBlocks(last);
    byte[] bits = TableFilter.build(hashes, keys, target.format, tableOptions);
    Handle filter = file.append(bits, bits.length, Compression.NONE);
    Index written = writeIndex();
    Handle rangesHandle = writeRanges();
    KeyRange range = keyRange(first, last);
    SstableMeta.Contents contents =
        new SstableMeta.Contents(
            entries,
            tombstones,
            keys,
            ranges.fragments().size(),
            new SstableMeta.SequenceRange(sequenceMin, sequenceMax));
    Handle propertiesHandle = writeProperties(contents, range);
    SstableFormat.Blocks blocks =
        new SstableFormat.Blocks(
            filter, written.handle, propertiesHandle, rangesHandle, file.cipher());
    file.finish(new SstableFormat.Footer(target.format, blocks, written.partitions, target.number));
    finished = true;
    return SstableMeta.whole(target.number, target.tree, file.offset(), contents, range);
  }

  private void finishBlocks(byte[] last) throws IOException {
    if (!block.isEmpty()) {
      finishBlock();
    }
    Handle waiting = unindexed;
    if (waiting != null) {
      addToIndex(waiting, last);
    }
  }

  private Handle writeProperties(SstableMeta.Contents contents, KeyRange range) throws IOException {
    byte[] properties = TableProperties.encode(target.format, target.tree, contents, range);
    byte[] told = hints.encode();
    byte[] all = Arrays.copyOf(properties, properties.length + told.length);
    System.arraycopy(told, 0, all, properties.length, told.length);
    return file.append(all, all.length, Compression.NONE);
  }

  /** Where the index lies, or its upper level; 0 partitions for one that is not cut. */
  private record Index(Handle handle, int partitions) {}

  private Index writeIndex() throws IOException {
    int size = index.size();
    byte[] whole = index.finish();
    if (size <= tableOptions.index().wholeBytesMax()
        || !target.format.isAtLeast(FormatVersion.PARTITIONS)) {
      return new Index(file.append(whole, size, Compression.NONE), 0);
    }
    BlockBuilder upper = new BlockBuilder(1, false);
    byte[] value = new byte[3 * Varint.MAX_LONG_BYTES];
    List<Partition> partitions =
        IndexPartitions.cut(whole, size, tableOptions.index().partitionBytes());
    for (Partition partition : partitions) {
      Handle handle = file.append(partition.block(), partition.block().length, Compression.NONE);
      int length = Varint.put(value, 0, handle.offset());
      length = Varint.put(value, length, handle.stored());
      length = Varint.put(value, length, partition.blocks());
      upper.add(partition.separator(), partition.separator().length, 0, value, 0, length);
    }
    int upperSize = upper.size();
    return new Index(file.append(upper.finish(), upperSize, Compression.NONE), partitions.size());
  }

  private Handle writeRanges() throws IOException {
    if (ranges.isEmpty()) {
      return Handle.NONE;
    }
    for (Fragment fragment : ranges.fragments()) {
      for (long sequence : fragment.sequences()) {
        sequenceMin = Math.min(sequenceMin, sequence);
        sequenceMax = Math.max(sequenceMax, sequence);
      }
    }
    byte[] encoded = ranges.encode();
    return file.append(encoded, encoded.length, Compression.NONE);
  }

  private KeyRange keyRange(byte[] first, byte[] last) {
    KeyRange range = KeyRange.closed(first, last);
    if (ranges.isEmpty()) {
      return range;
    }
    List<Fragment> fragments = ranges.fragments();
    return range.span(new KeyRange(fragments.getFirst().start(), fragments.getLast().end(), true));
  }

  /** Closes the file and, unless it is complete, deletes it. */
  @Override
  public void close() throws IOException {
    file.close();
    if (!finished) {
      finished = true;
      delete();
    }
  }

  private void delete() {
    try {
      files.delete(path);
    } catch (IOException e) {
      // Nobody names it: the next opening of an engine removes it.
      LOG.debug("could not remove an unfinished table file={}", path, e);
    }
  }
}
