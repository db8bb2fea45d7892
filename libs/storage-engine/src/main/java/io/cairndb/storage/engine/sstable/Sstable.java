package io.cairndb.storage.engine.sstable;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.cursor.VisibleVersions;
import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open table. Thread-safe. Its filter and its index, or the index's upper level, stay in memory
 * outside the heap; blocks and partitions of the index come from the cache or the file. Born with
 * one reference; with the last one released the file is closed, and deleted when obsolete.
 */
public final class Sstable {
  private static final Logger LOG = LoggerFactory.getLogger(Sstable.class);
  private static final long NO_PLACE = -1;

  private final FileSystem files;
  private final Ciphers ciphers;
  private final Path path;
  private final SstableMeta meta;
  private final BlockCache cache;
  private final TableFile file;
  private final Arena memory = Arena.ofShared();
  private final TableIndex index;
  private final TableFilter filter;
  private final RangeDeletions ranges;
  private final TableHints hints;

  /** What every entry counts as, for a table that was made elsewhere; 0 for its own. */
  private final long assignedSequence;

  private final AtomicInteger references = new AtomicInteger(1);
  private final AtomicReference<@Nullable Damage> damage = new AtomicReference<>();
  private volatile boolean obsolete;

  private Sstable(
      FileSystem files,
      Path path,
      SstableMeta meta,
      BlockCache cache,
      Ciphers ciphers,
      ReadableFile readable)
      throws IOException {
    this.files = files;
    this.ciphers = ciphers;
    this.path = path;
    this.meta = meta;
    this.cache = cache;
    Footer footer = footer(readable);
    SstableFormat.Blocks places = footer.blocks();
    BlockReader reader = cache.readers().take();
    boolean loaded = false;
    try {
      this.file = file(readable, reader, footer, ciphers);
      Handle properties = places.properties();
      byte[] said = file.copyPart(reader, properties);
      TableProperties.requireSame(footer.format(), said, meta.ofFile(), path, properties.offset());
      this.hints = readHints(footer.format(), said, properties);
      MemorySegment bits = load(reader, places.filter());
      this.filter = filter(bits, places.filter());
      this.assignedSequence =
          meta.ofFile().sequences().largest() == 0 ? meta.sequences().largest() : 0;
      this.ranges = readRanges(reader, places.ranges());
      this.index = openIndex(reader, footer, bits.byteSize());
      loaded = true;
    } finally {
      cache.readers().giveBack(reader);
      if (!loaded) {
        memory.close();
      }
    }
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

  private TableFile file(ReadableFile readable, BlockReader reader, Footer footer, Ciphers ciphers)
      throws IOException {
    TableFile plain = new TableFile(readable, new BlockSource(path, footer.salt(), null));
    Handle handle = footer.blocks().cipher();
    if (handle.isNone()) {
      return plain;
    }
    byte[] key = plain.copyPart(reader, handle);
    return plain.sealedWith(ciphers.of(path, handle.offset(), ByteBuffer.wrap(key)));
  }

  /** Enters the cache, last of all. Without a cache, partitions stay in memory. */
  private TableIndex openIndex(BlockReader reader, Footer footer, long filterBytes)
      throws IOException {
    Handle handle = footer.blocks().index();
    file.readBlock(reader, handle);
    int entries = NativeBlock.restartCount(reader.memory(), reader.start(), reader.length());
    if (footer.partitions() != 0 && footer.partitions() != entries) {
      throw file.corrupt(handle, entries + " partitions, not " + footer.partitions());
    }
    MemorySegment upper = copyOf(reader);
    if (footer.partitions() == 0) {
      return new WholeIndex(cache, upper, upper.byteSize() + filterBytes);
    }
    if (!cache.isOff()) {
      return new PartitionedIndex(file, cache, upper, upper.byteSize() + filterBytes);
    }
    List<byte[]> partitions = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      Handle partition = NativeIndex.handle(upper, 0, (int) upper.byteSize(), i);
      file.readBlock(reader, partition);
      partitions.add(NativeBytes.copy(reader.memory(), reader.start(), reader.length()));
    }
    byte[] joined = IndexPartitions.join(partitions);
    MemorySegment whole = memory.allocate(joined.length);
    MemorySegment.copy(joined, 0, whole, ValueLayout.JAVA_BYTE, 0, joined.length);
    return new WholeIndex(cache, whole, upper.byteSize() + joined.length + filterBytes);
  }

  private TableFilter filter(MemorySegment bits, Handle handle) throws CorruptionException {
    try {
      return TableFilter.of(bits);
    } catch (IllegalArgumentException e) {
      throw file.corrupt(handle, "malformed filter: " + e.getMessage());
    }
  }

  private TableHints readHints(FormatVersion format, byte[] properties, Handle handle)
      throws CorruptionException {
    try {
      return TableProperties.hints(format, properties, meta.ofFile());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw file.corrupt(handle, "malformed hints: " + e);
    }
  }

  private RangeDeletions readRanges(BlockReader reader, Handle handle) throws IOException {
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
    RangeDeletions known = assignedSequence == 0 ? read : read.at(assignedSequence);
    return meta.origin() == null
        ? known
        : known.within(meta.keys().smallest(), meta.keys().openEnded() ? meta.largest() : null);
  }

  private MemorySegment load(BlockReader reader, Handle handle) throws IOException {
    file.readPart(reader, handle);
    return copyOf(reader);
  }

  private MemorySegment copyOf(BlockReader reader) {
    MemorySegment loaded = memory.allocate(reader.length());
    MemorySegment.copy(reader.memory(), reader.start(), loaded, 0, reader.length());
    return loaded;
  }

  /** What the table is sealed with; null when it is in the clear. */
  public @Nullable FileCipher cipher() {
    return file.cipher();
  }

  /** As the other, for a table in the clear. */
  public static Sstable open(FileSystem files, Path path, SstableMeta meta, BlockCache cache)
      throws IOException {
    return open(files, path, meta, cache, new Ciphers(null));
  }

  /** Opens and checks the table that {@code meta} describes. */
  public static Sstable open(
      FileSystem files, Path path, SstableMeta meta, BlockCache cache, Ciphers ciphers)
      throws IOException {
    ReadableFile file;
    try {
      file = files.openForRead(path);
    } catch (NoSuchFileException e) {
      throw new CorruptionException(path, 0, "the manifest names this file, but it is missing");
    }
    boolean opened = false;
    try {
      Sstable table = new Sstable(files, path, meta, cache, ciphers, file);
      opened = true;
      return table;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  /** About how many bytes of the file lie before {@code key}. */
  public long offsetOf(byte[] key) throws IOException {
    long place = index.find(key, false);
    return place > index.last() ? meta.ofFile().bytes() : index.handle(place).offset();
  }

  public SstableMeta meta() {
    return meta;
  }

  Path path() {
    return path;
  }

  TableIndex index() {
    return index;
  }

  /** The hash that {@link #get} wants, once for all tables. */
  public static long hash(byte[] key) {
    return XxHash64.hash(key, key.length);
  }

  /** Whether {@link #get} answered with a tombstone. */
  @SuppressWarnings("ReferenceEquality") // one marker, told from an empty value by identity
  public static boolean isDeleted(ValueSlice value) {
    return value == NativeBlock.DELETED;
  }

  /** Whether an entry of the key may be there, by its {@link #hash}; reads nothing. */
  public boolean mayContain(long hash) {
    return filter.mayContain(hash);
  }

  /**
   * Value of the newest version of {@code key} not above {@code bound}, null when absent; see
   * {@link #isDeleted}. The key lies in the table's range; its range deletions are not looked at.
   */
  @SuppressWarnings("ReferenceEquality") // markers, told from values by identity
  public @Nullable ValueSlice get(byte[] key, long hash, long bound, ReadOptions options)
      throws IOException {
    if (!filter.mayContain(hash) || meta.sequences().smallest() > bound) {
      return null;
    }
    long inside = meta.sequences().largest() <= bound ? Long.MAX_VALUE : bound;
    long last = index.last();
    for (long place = index.find(key, false); place <= last; place = index.after(place)) {
      int ordinal = TableIndex.ordinal(place);
      ValueSlice found = cache.get(index.slots(place), ordinal, key, inside, options.target());
      if (BlockCache.isNotCached(found)) {
        found = read(place, key, inside, options);
      }
      if (found != NativeBlock.CONTINUES) {
        return found;
      }
    }
    return null;
  }

  private @Nullable ValueSlice read(long place, byte[] key, long bound, ReadOptions options)
      throws IOException {
    Handle handle = index.handle(place);
    BlockReader reader = cache.readers().take();
    try {
      file.readBlock(reader, handle);
      if (options.fillCache() || cache.hasRoom(TableIndex.ordinal(place), reader.length())) {
        insert(place, reader);
      }
      return NativeBlock.get(
          reader.memory(), reader.start(), reader.length(), key, bound, options.target());
    } finally {
      cache.readers().giveBack(reader);
    }
  }

  private void insert(long place, BlockReader reader) {
    TableSlots slots = index.slotsToFill(place);
    cache.insert(
        slots, TableIndex.ordinal(place), reader.memory(), reader.start(), reader.length());
  }

  /**
   * As {@link #get}, of the open ones of the lookups from {@code from} to {@code to}, exclusive,
   * whose keys lie in the table's range. A block that several of them need is read once.
   */
  public void get(Lookups lookups, int from, int to, long bound) throws IOException {
    if (meta.sequences().smallest() > bound) {
      return;
    }
    long inside = meta.sequences().largest() <= bound ? Long.MAX_VALUE : bound;
    BlockReader reader = null;
    long held = NO_PLACE;
    try {
      for (int i = from; i < to; i++) {
        if (!lookups.isOpen(i) || !filter.mayContain(lookups.hash(i))) {
          continue;
        }
        byte[] key = lookups.key(i);
        long place = index.find(key, false);
        if (place > index.last()) {
          return;
        }
        if (place != held && !cache.contains(index.slots(place), TableIndex.ordinal(place))) {
          Handle handle = index.handle(place);
          reader = reader == null ? cache.readers().take() : reader;
          held = NO_PLACE;
          file.readBlock(reader, handle);
          insert(place, reader);
          held = place;
        }
        ValueSlice found = find(lookups, i, place == held ? reader : null, inside);
        if (found != null) {
          lookups.settle(i, found);
        }
      }
    } finally {
      if (reader != null) {
        cache.readers().giveBack(reader);
      }
    }
  }

  /** Looks into the block that {@code reader} holds, if there is one. */
  @SuppressWarnings("ReferenceEquality") // markers, told from values by identity
  private @Nullable ValueSlice find(
      Lookups lookups, int i, @Nullable BlockReader reader, long bound) throws IOException {
    if (reader != null) {
      ValueSlice found =
          NativeBlock.get(
              reader.memory(), reader.start(), reader.length(), lookups.key(i), bound, null);
      if (found != NativeBlock.CONTINUES) {
        return found;
      }
    }
    return get(lookups.key(i), lookups.hash(i), bound, ReadOptions.DEFAULT);
  }

  /**
   * Has {@code target} hold a block that is in the cache; false when it is not.
   *
   * @param use whether this says that the block is worth keeping there
   */
  boolean copyCached(long place, BlockCursor target, boolean use) {
    return cache.copy(index.slots(place), TableIndex.ordinal(place), target, use);
  }

  /**
   * Has {@code target} hold a block of the file, which enters the cache if {@code fill}.
   *
   * @param handle of the block
   */
  void copyRead(long place, Handle handle, BlockCursor target, boolean fill) throws IOException {
    BlockReader reader = cache.readers().take();
    try {
      file.readBlock(reader, handle);
      if (fill) {
        insert(place, reader);
      }
      target.fill(reader.memory(), reader.start(), reader.length());
      target.open();
    } finally {
      cache.readers().giveBack(reader);
    }
  }

  /** The most that a cursor reads at once. */
  int readAheadBytesMax() {
    return cache.readAheadBytesMax();
  }

  /** A reader for many blocks, to be given back. */
  BlockReader takeReader() {
    return cache.readers().take();
  }

  void giveBack(BlockReader reader) {
    cache.readers().giveBack(reader);
  }

  /** Fills {@code target} from {@code offset} on. */
  void readRaw(long offset, ByteBuffer target) throws IOException {
    file.readRaw(offset, target);
  }

  /**
   * Has {@code reader} unpack a block, read with {@link #readRaw}.
   *
   * @param from where in the reader's room it begins
   * @param fill whether it enters the cache
   */
  void unpack(BlockReader reader, int from, long place, Handle handle, boolean fill)
      throws IOException {
    file.unpack(reader, from, handle);
    if (fill) {
      insert(place, reader);
    }
  }

  /**
   * A cursor over the newest version of each key not above {@code bound}, whose caller holds a
   * reference as long as it is used.
   */
  public EntryCursor cursor(ReadPattern pattern, long bound) {
    return visible(versions(pattern), bound);
  }

  /**
   * As the other, for a caller who looks at no key below {@code lower} nor at {@code upper} or
   * above: reads no block that has but such keys. A null bound is open.
   */
  public EntryCursor cursor(
      ReadPattern pattern, long bound, byte @Nullable [] lower, byte @Nullable [] upper) {
    return visible(part(new SstableCursor(this, pattern, lower, upper)), bound);
  }

  private EntryCursor visible(EntryCursor all, long bound) {
    boolean plain = meta.ofFile().contents().isPlain() && meta.sequences().largest() <= bound;
    return plain ? all : new VisibleVersions(all, bound);
  }

  /** A cursor over every version of each key, newest first. */
  public EntryCursor versions(ReadPattern pattern) {
    return part(new SstableCursor(this, pattern, null, null));
  }

  private EntryCursor part(EntryCursor file) {
    return meta.origin() == null ? file : new PartCursor(file, meta.keys(), assignedSequence);
  }

  /** When the table will not be needed; of a part of a file, what is known of the file. */
  public TableHints hints() {
    return hints;
  }

  /** The range deletions in the table's range. */
  public RangeDeletions rangeDeletions() {
    return ranges;
  }

  /** Adds a reference; the caller must already be protected by another. */
  public void retain() {
    references.incrementAndGet();
  }

  /** Gives a reference back. */
  public void release() {
    int left = references.decrementAndGet();
    if (left == 0) {
      index.close();
      memory.close();
      closeFile();
    }
  }

  /** Remembers that {@code found} is damaged; returns whether it is the first to be known. */
  public boolean noteDamage(Damage found) {
    return damage.compareAndSet(null, found);
  }

  /** The first damage found; null while none is known. */
  public @Nullable Damage damage() {
    return damage.get();
  }

  /** Marks the file for deletion with its last reference: no version names it any more. */
  public void makeObsolete() {
    obsolete = true;
  }

  private void closeFile() {
    try {
      file.close();
      if (obsolete) {
        ciphers.forget(path);
        files.delete(path);
      }
    } catch (IOException e) {
      // What is left behind is unreferenced: the next open removes it.
      LOG.debug("could not remove an obsolete table file={}", path, e);
    }
  }
}
