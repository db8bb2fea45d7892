package io.cairndb.storage.engine.sstable;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One table's file, looked at piece by piece: past the cache, with or without a manifest, and with
 * every piece checked on its own, so that damage to one does not hide the others. For tools and the
 * scrubber. Confined to one thread.
 */
public final class TableInspector implements AutoCloseable {
  private final InspectedFile file;
  private final Footer footer;
  private final InspectedIndex index;

  /**
   * Where a data block lies, or a partition of the index.
   *
   * @param offset of its first byte in the file
   * @param storedBytes with its trailer
   * @param separator not below any of its keys and below every key of the next block
   */
  public record Place(long offset, int storedBytes, byte[] separator) {
    Handle handle() {
      return new Handle(offset, storedBytes);
    }
  }

  /**
   * One entry.
   *
   * @param value absent in a tombstone
   */
  public record Entry(byte[] key, long sequence, byte @Nullable [] value) {}

  private TableInspector(InspectedFile file) throws IOException {
    this.file = file;
    this.footer = file.footer();
    this.index = new InspectedIndex(file);
  }

  /**
   * Opens {@code path} and reads footer and index. For damaged partitions of the index see {@link
   * #indexDamage}.
   *
   * @throws CorruptionException when the footer, the index or its upper level is damaged
   */
  public static TableInspector open(FileSystem files, Path path, Ciphers ciphers)
      throws IOException {
    ReadableFile file = files.openForRead(path);
    BlockReader reader = new BlockReader();
    boolean opened = false;
    try {
      TableInspector inspector = new TableInspector(new InspectedFile(path, file, reader, ciphers));
      opened = true;
      return inspector;
    } finally {
      if (!opened) {
        reader.close();
        file.close();
      }
    }
  }

  /** Throws when one of the two copies of the wrapped key is not what was written. */
  public void requireKey() throws IOException {
    file.requireKey();
  }

  /** Partitions of the index in order, damaged ones included; none when it is one block. */
  public List<Place> partitions() {
    return index.partitions();
  }

  /** What is damaged of the index's partitions; their blocks are found all the same if whole. */
  public List<CorruptionException> indexDamage() {
    return index.damage();
  }

  /** Throws when a part of the index is not what was written. */
  public void requireIndex() throws CorruptionException {
    if (!index.damage().isEmpty()) {
      throw index.damage().getFirst();
    }
  }

  /** Bytes of the file. */
  public long length() {
    return file.length();
  }

  /** The number under which the table was written. */
  public long salt() {
    return footer.salt();
  }

  /** The format the table is written in. */
  public FormatVersion format() {
    return footer.format();
  }

  /** Reads the deleted ranges. */
  public RangeDeletions rangeDeletions() throws IOException {
    Handle handle = footer.blocks().ranges();
    try {
      return handle.isNone() ? RangeDeletions.NONE : RangeDeletions.decode(file.read(handle));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw file.corrupt(handle, "malformed range deletions: " + e);
    }
  }

  /** Data blocks in order. */
  public List<Place> places() {
    return index.places();
  }

  /**
   * Reads the properties: what the table says of itself.
   *
   * @param number in the file's name
   */
  public SstableMeta describe(long number) throws IOException {
    Handle handle = footer.blocks().properties();
    try {
      return TableProperties.decode(footer.format(), file.read(handle), number, file.length());
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw file.corrupt(handle, "malformed properties: " + e.getMessage());
    }
  }

  /** What the properties tell compactions. */
  public TableHints hints() throws IOException {
    Handle handle = footer.blocks().properties();
    try {
      return TableProperties.hints(footer.format(), file.read(handle), describe(0));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw file.corrupt(handle, "malformed hints: " + e.getMessage());
    }
  }

  /** Reads the properties; throws when they are not those that {@code meta} tells of. */
  public void requireProperties(SstableMeta meta) throws IOException {
    Handle handle = footer.blocks().properties();
    TableProperties.requireSame(
        footer.format(), file.read(handle), meta.ofFile(), file.path(), handle.offset());
  }

  /** Reads the filter and throws when its bytes are not what was written. */
  public void requireFilter() throws IOException {
    byte[] unused = file.read(footer.blocks().filter());
  }

  /** Reads the filter and returns a question to it: may the table contain this key? */
  public Predicate<byte[]> filter() throws IOException {
    Handle handle = footer.blocks().filter();
    try {
      TableFilter filter = TableFilter.of(MemorySegment.ofArray(file.read(handle)));
      return key -> filter.mayContain(Sstable.hash(key));
    } catch (IllegalArgumentException e) {
      throw file.corrupt(handle, "malformed filter: " + e.getMessage());
    }
  }

  /** Reads a data block and throws when its bytes are not what was written. */
  public void check(Place place) throws IOException {
    byte[] block = file.readNext(place.handle());
    if (!NativeBlock.isWellFormed(MemorySegment.ofArray(block), 0, block.length)) {
      throw file.corrupt(place.handle(), "malformed block");
    }
  }

  /** The entries of a data block in order. */
  public List<Entry> entries(Place place) throws IOException {
    return file.entries(place.handle());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
