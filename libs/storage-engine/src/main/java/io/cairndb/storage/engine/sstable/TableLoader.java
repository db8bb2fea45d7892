package io.cairndb.storage.engine.sstable;

import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.IndexCheck.Extent;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what of a table stays in memory while it is open, checks it, and compares it with what the
 * manifest says. Confined to one thread.
 */
final class TableLoader {
  private final Path path;
  private final SstableMeta meta;
  private final BlockCache cache;
  private final Arena memory;
  private final BlockReader reader;

  /** What was loaded, and the file that blocks are read from. */
  record Loaded(
      TableFile file,
      TableIndex index,
      TableFilter filter,
      RangeDeletions ranges,
      TableHints hints) {}

  private TableLoader(
      Path path, SstableMeta meta, BlockCache cache, Arena memory, BlockReader reader) {
    this.path = path;
    this.meta = meta;
    this.cache = cache;
    this.memory = memory;
    this.reader = reader;
  }

  /**
   * Loads the table that {@code meta} describes; it is in the cache's books then.
   *
   * @param memory for index and filter
   * @throws CorruptionException when the file is not what was written
   */
  static Loaded load(
      ReadableFile readable,
      Path path,
      SstableMeta meta,
      BlockCache cache,
      Ciphers ciphers,
      Arena memory)
      throws IOException {
    BlockReader reader = cache.readers().take();
    try {
      return new TableLoader(path, meta, cache, memory, reader).load(readable, ciphers);
    } finally {
      cache.readers().giveBack(reader);
    }
  }

  /** The index comes last of all, since it enters the cache. */
  private Loaded load(ReadableFile readable, Ciphers ciphers) throws IOException {
    Footer footer = footer(readable);
    TableFile file = file(readable, footer, ciphers);
    Handle properties = footer.blocks().properties();
    byte[] said = file.copyPart(reader, properties);
    TableProperties.requireSame(footer.format(), said, meta.ofFile(), path, properties.offset());
    TableHints hints = hints(file, footer.format(), said, properties);
    file.readPart(reader, footer.blocks().filter());
    MemorySegment bits = copyOfBlock();
    TableFilter filter = filter(file, bits, footer.blocks().filter());
    RangeDeletions ranges = ranges(file, footer.blocks().ranges());
    return new Loaded(file, index(file, footer, bits.byteSize()), filter, ranges, hints);
  }

  private Footer footer(ReadableFile readable) throws IOException {
    long length = readable.length();
    long expected = meta.ofFile().bytes();
    if (length != expected || length < SstableFormat.FOOTER_BYTES_MIN) {
      throw new CorruptionException(
          path, Math.min(length, expected), "length is " + length + ", not " + expected);
    }
    byte[] tail = new byte[(int) Math.min(length, SstableFormat.FOOTER_BYTES_MAX)];
    readable.readFully(length - tail.length, ByteBuffer.wrap(tail));
    return Footer.parse(tail, path, length);
  }

  private TableFile file(ReadableFile readable, Footer footer, Ciphers ciphers) throws IOException {
    TableFile plain = new TableFile(readable, new BlockSource(path, footer.salt(), null));
    Handle handle = footer.blocks().cipher();
    if (handle.isNone()) {
      return plain;
    }
    byte[] key = plain.copyPart(reader, handle);
    return plain.sealedWith(ciphers.of(path, handle.offset(), ByteBuffer.wrap(key)));
  }

  private TableHints hints(TableFile file, FormatVersion format, byte[] properties, Handle handle)
      throws CorruptionException {
    try {
      return TableProperties.hints(format, properties, meta.ofFile());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw file.corrupt(handle, "malformed hints: " + e);
    }
  }

  private static TableFilter filter(TableFile file, MemorySegment bits, Handle handle)
      throws CorruptionException {
    try {
      return TableFilter.of(bits);
    } catch (IllegalArgumentException e) {
      throw file.corrupt(handle, "malformed filter: " + e.getMessage());
    }
  }

  private RangeDeletions ranges(TableFile file, Handle handle) throws IOException {
    RangeDeletions read;
    try {
      read =
          handle.isNone()
              ? RangeDeletions.NONE
              : RangeDeletions.decode(file.copyPart(reader, handle));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw file.corrupt(handle, "malformed range deletions: " + e);
    }
    if (read.fragments().size() != meta.contents().rangeDeletions()) {
      throw file.corrupt(handle, "range deletions are missing");
    }
    long assigned = meta.assignedSequence();
    RangeDeletions known = assigned == 0 ? read : read.at(assigned);
    return meta.origin() == null
        ? known
        : known.within(meta.keys().smallest(), meta.keys().openEnded() ? meta.largest() : null);
  }

  /** Without a cache, partitions stay in memory. */
  private TableIndex index(TableFile file, Footer footer, long filterBytes) throws IOException {
    Handle handle = footer.blocks().index();
    file.readPart(reader, handle);
    MemorySegment block = copyOfBlock();
    long bytes = block.byteSize() + filterBytes;
    try {
      UpperIndex upper = footer.partitions() == 0 ? null : new UpperIndex(block, footer);
      if (upper == null) {
        requireWhole(block, footer);
      }
      requireLastKey(block);
      if (upper == null) {
        return new WholeIndex(cache, block, bytes);
      }
      if (!cache.isOff()) {
        return new PartitionedIndex(file, cache, upper, bytes);
      }
      MemorySegment whole = joined(file, upper);
      requireWhole(whole, footer);
      return new WholeIndex(cache, whole, bytes + whole.byteSize());
    } catch (IllegalArgumentException e) {
      throw file.corrupt(handle, "malformed index: " + e.getMessage());
    }
  }

  private static void requireWhole(MemorySegment index, Footer footer) {
    Extent listed = IndexCheck.extent(index, 0, (int) index.byteSize());
    if (!listed.equals(footer.data())) {
      throw new IllegalArgumentException("blocks of " + listed + ", not " + footer.data());
    }
  }

  /** Behind its last entry an index finds nothing. */
  private void requireLastKey(MemorySegment index) {
    SstableMeta whole = meta.ofFile();
    int length = (int) index.byteSize();
    int last = NativeBlock.restartCount(index, 0, length) - 1;
    if (whole.contents().rangeDeletions() == 0
        && NativeBlock.compareAtRestart(
                index, NativeBlock.restart(index, 0, length, last), whole.largest())
            < 0) {
      throw new IllegalArgumentException("it ends before the table's last key");
    }
  }

  private MemorySegment joined(TableFile file, UpperIndex upper) throws IOException {
    List<byte[]> partitions = new ArrayList<>();
    for (int i = 0; i < upper.partitions(); i++) {
      var unused = file.readPartition(reader, upper, i);
      partitions.add(NativeBytes.copy(reader.memory(), reader.start(), reader.length()));
    }
    byte[] joined = IndexPartitions.join(partitions);
    MemorySegment whole = memory.allocate(joined.length);
    MemorySegment.copy(joined, 0, whole, ValueLayout.JAVA_BYTE, 0, joined.length);
    return whole;
  }

  /** What the reader holds. */
  private MemorySegment copyOfBlock() {
    MemorySegment copy = memory.allocate(reader.length());
    MemorySegment.copy(reader.memory(), reader.start(), copy, 0, reader.length());
    return copy;
  }
}
