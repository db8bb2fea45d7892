package io.cairndb.storage.engine.sstable;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.encoding.Varint;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One table's file, looked at piece by piece: past the cache, with or without a manifest, and with
 * every piece checked on its own, so that damage to one does not hide the others. For tools and the
 * scrubber. Confined to one thread.
 */
public final class TableInspector implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 << 10;

  private final Path path;
  private final ReadableFile file;
  private final long length;
  private final Footer footer;
  private BlockSource source;
  private final BlockReader reader;
  private final List<Place> places = new ArrayList<>();
  private final List<Place> partitions = new ArrayList<>();
  private final List<CorruptionException> indexDamage = new ArrayList<>();

  /** Where in the file what is in the reader's room begins. */
  private long chunkStart;

  private int chunkBytes;

  /**
   * Where a data block lies, or a partition of the index.
   *
   * @param offset of its first byte in the file
   * @param storedBytes with its trailer
   * @param separator not below any of its keys and below every key of the next block
   */
  public record Place(long offset, int storedBytes, byte[] separator) {
    private Handle handle() {
      return new Handle(offset, storedBytes);
    }
  }

  /**
   * One entry.
   *
   * @param value absent in a tombstone
   */
  public record Entry(byte[] key, long sequence, byte @Nullable [] value) {}

  private TableInspector(Path path, ReadableFile file, BlockReader reader, Ciphers ciphers)
      throws IOException {
    this.path = path;
    this.file = file;
    this.reader = reader;
    this.length = file.length();
    if (length < SstableFormat.FOOTER_BYTES_MIN) {
      throw new CorruptionException(path, length, "the file is too short for a table");
    }
    byte[] tail = new byte[(int) Math.min(length, SstableFormat.FOOTER_BYTES_MAX)];
    file.readFully(length - tail.length, ByteBuffer.wrap(tail));
    this.footer = Footer.parse(tail, path, length);
    this.source = new BlockSource(path, footer.salt(), null);
    this.source = new BlockSource(path, footer.salt(), cipher(ciphers));
    readIndex();
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
      TableInspector inspector = new TableInspector(path, file, reader, ciphers);
      opened = true;
      return inspector;
    } finally {
      if (!opened) {
        reader.close();
        file.close();
      }
    }
  }

  private @Nullable FileCipher cipher(Ciphers ciphers) throws IOException {
    Handle handle = footer.blocks().cipher();
    return handle.isNone() ? null : ciphers.of(path, handle.offset(), ByteBuffer.wrap(key(handle)));
  }

  /** Throws when one of the two copies of the wrapped key is not what was written. */
  public void requireKey() throws IOException {
    Handle handle = footer.blocks().cipher();
    if (!handle.isNone()) {
      long end = length - SstableFormat.footerBytes(footer.format());
      BlockSource sealed = source;
      source = sealed.unsealed();
      try {
        byte[] first = read(handle);
        if (!Arrays.equals(first, read(new Handle(end - handle.stored(), handle.stored())))) {
          throw new CorruptionException(path, handle.offset(), "two different wrapped keys");
        }
      } finally {
        source = sealed;
      }
    }
  }

  /** The wrapped key, or the copy of it before the footer. */
  private byte[] key(Handle handle) throws IOException {
    try {
      return read(handle);
    } catch (CorruptionException e) {
      long end = length - SstableFormat.footerBytes(footer.format());
      return read(new Handle(end - handle.stored(), handle.stored()));
    }
  }

  private void readIndex() throws IOException {
    Handle handle = footer.blocks().index();
    if (footer.partitions() == 0) {
      places.addAll(listed(handle, footer.blocks().filter().offset()));
      return;
    }
    List<Integer> blocks = new ArrayList<>();
    decode(
        handle,
        (key, sequence, value) -> {
          Place partition = place(key, value, handle.offset());
          partitions.add(partition);
          blocks.add(blocks(value));
        });
    if (partitions.size() != footer.partitions()) {
      throw new CorruptionException(path, handle.offset(), "malformed index: partitions missing");
    }
    byte[] lost = null;
    for (int i = 0; i < partitions.size(); i++) {
      try {
        List<Place> listed = partition(partitions.get(i), blocks.get(i));
        if (lost != null) {
          findPlaces(listed.getFirst().offset, lost);
          lost = null;
        }
        places.addAll(listed);
      } catch (CorruptionException e) {
        indexDamage.add(e);
        lost = partitions.get(i).separator;
      }
    }
    if (lost != null) {
      findPlaces(footer.blocks().filter().offset(), lost);
    }
  }

  private void decode(Handle handle, BlockEntries.Sink sink) throws IOException {
    try {
      BlockEntries.decode(read(handle), sink);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new CorruptionException(path, handle.offset(), "malformed index: " + e.getMessage());
    }
  }

  private List<Place> listed(Handle index, long limit) throws IOException {
    List<Place> found = new ArrayList<>();
    decode(index, (key, sequence, value) -> found.add(place(key, value, limit)));
    return found;
  }

  /** What one partition lists, if it is the one that the upper level means. */
  private List<Place> partition(Place place, int blocks) throws IOException {
    List<Place> found = listed(place.handle(), footer.blocks().filter().offset());
    if (found.size() != blocks || !Arrays.equals(found.getLast().separator, place.separator)) {
      throw new CorruptionException(path, place.offset, "a partition of another index");
    }
    return found;
  }

  /**
   * Looks for the blocks from where those known end up to {@code end}. What is none counts as one
   * that is damaged.
   *
   * @param separator of the last of them
   */
  private void findPlaces(long end, byte[] separator) throws IOException {
    long start = dataStart();
    if (!places.isEmpty()) {
      start = places.getLast().offset + places.getLast().storedBytes;
    }
    byte[] contents = new byte[Math.toIntExact(Math.max(0, end - start))];
    file.readFully(start, ByteBuffer.wrap(contents));
    for (Handle handle : BlockFinder.find(contents, start, footer.salt())) {
      Place found = new Place(handle.offset(), handle.stored(), separator);
      List<Entry> entries = entries(found);
      byte[] last = entries.isEmpty() ? separator : entries.getLast().key;
      places.add(new Place(found.offset, found.storedBytes, last));
      start = handle.offset() + handle.stored();
    }
    if (start < end) {
      places.add(new Place(start, (int) (end - start), separator));
    }
  }

  private long dataStart() {
    Handle cipher = footer.blocks().cipher();
    return cipher.offset() + cipher.stored();
  }

  /** Partitions of the index in order, damaged ones included; none when it is one block. */
  public List<Place> partitions() {
    return List.copyOf(partitions);
  }

  /** What is damaged of the index's partitions; their blocks are found all the same if whole. */
  public List<CorruptionException> indexDamage() {
    return List.copyOf(indexDamage);
  }

  /** Throws when a part of the index is not what was written. */
  public void requireIndex() throws CorruptionException {
    if (!indexDamage.isEmpty()) {
      throw indexDamage.getFirst();
    }
  }

  private static Place place(byte[] separator, byte @Nullable [] value, long limit) {
    ByteBuffer in = ByteBuffer.wrap(value == null ? new byte[0] : value);
    Place place = new Place(Varint.get(in), Varint.getInt(in), separator);
    if (place.offset < 0
        || place.storedBytes < SstableFormat.TRAILER_BYTES
        || place.offset > limit - place.storedBytes) {
      throw new IllegalArgumentException("a block at byte " + place.offset);
    }
    return place;
  }

  /** How many blocks a partition lists, as the upper level tells. */
  private static int blocks(byte @Nullable [] value) {
    ByteBuffer in = ByteBuffer.wrap(value == null ? new byte[0] : value);
    Varint.get(in);
    Varint.get(in);
    return Varint.getInt(in);
  }

  /** Bytes of the file. */
  public long length() {
    return length;
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
      return handle.isNone() ? RangeDeletions.NONE : RangeDeletions.decode(read(handle));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new CorruptionException(path, handle.offset(), "malformed range deletions: " + e);
    }
  }

  /** Data blocks in order. */
  public List<Place> places() {
    return List.copyOf(places);
  }

  /**
   * Reads the properties: what the table says of itself.
   *
   * @param number in the file's name
   */
  public SstableMeta describe(long number) throws IOException {
    Handle handle = footer.blocks().properties();
    try {
      return TableProperties.decode(footer.format(), read(handle), number, length);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new CorruptionException(
          path, handle.offset(), "malformed properties: " + e.getMessage());
    }
  }

  /** What the properties tell compactions. */
  public TableHints hints() throws IOException {
    Handle handle = footer.blocks().properties();
    try {
      return TableProperties.hints(footer.format(), read(handle), describe(0));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new CorruptionException(path, handle.offset(), "malformed hints: " + e.getMessage());
    }
  }

  /** Reads the properties; throws when they are not those that {@code meta} tells of. */
  public void requireProperties(SstableMeta meta) throws IOException {
    Handle handle = footer.blocks().properties();
    TableProperties.requireSame(
        footer.format(), read(handle), meta.ofFile(), path, handle.offset());
  }

  /** Reads the filter and throws when its bytes are not what was written. */
  public void requireFilter() throws IOException {
    byte[] unused = read(footer.blocks().filter());
  }

  /** Reads the filter and returns a question to it: may the table contain this key? */
  public Predicate<byte[]> filter() throws IOException {
    Handle handle = footer.blocks().filter();
    try {
      TableFilter filter = TableFilter.of(MemorySegment.ofArray(read(handle)));
      return key -> filter.mayContain(Sstable.hash(key));
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(path, handle.offset(), "malformed filter: " + e.getMessage());
    }
  }

  /** Reads a data block and throws when its bytes are not what was written. */
  public void check(Place place) throws IOException {
    byte[] block = block(place);
    if (!NativeBlock.isWellFormed(MemorySegment.ofArray(block), 0, block.length)) {
      throw new CorruptionException(path, place.offset, "malformed block");
    }
  }

  /** The entries of a data block in order. */
  public List<Entry> entries(Place place) throws IOException {
    byte[] block = block(place);
    List<Entry> entries = new ArrayList<>();
    try {
      BlockEntries.decode(
          block, (key, sequence, value) -> entries.add(new Entry(key, sequence, value)));
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(path, place.offset, "malformed block: " + e.getMessage());
    }
    return entries;
  }

  private byte[] block(Place place) throws IOException {
    long end = place.offset + place.storedBytes;
    if (place.offset < chunkStart || end > chunkStart + chunkBytes) {
      fill(place);
    }
    int from = (int) (place.offset - chunkStart);
    return unpack(from, place.handle());
  }

  private void fill(Place place) throws IOException {
    int wanted = (int) Math.min(Math.max(CHUNK_BYTES, place.storedBytes), length - place.offset);
    readRaw(place.offset, wanted);
  }

  private byte[] read(Handle handle) throws IOException {
    readRaw(handle.offset(), handle.stored());
    return unpack(0, handle);
  }

  private byte[] unpack(int from, Handle handle) throws IOException {
    reader.unpack(from, handle, source);
    return NativeBytes.copy(reader.memory(), reader.start(), reader.length());
  }

  private void readRaw(long offset, int count) throws IOException {
    chunkBytes = 0;
    try {
      file.readFully(offset, reader.room(count));
      chunkStart = offset;
      chunkBytes = count;
    } catch (EOFException e) {
      throw new CorruptionException(path, offset, "the file ends inside a block");
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    file.close();
  }
}
