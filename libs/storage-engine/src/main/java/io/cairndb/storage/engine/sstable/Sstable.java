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
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open table. Thread-safe. Index and filter stay in memory outside the heap; blocks come from
 * the cache or the file. Born with one reference; with the last one released the file is closed,
 * and deleted when obsolete.
 */
public final class Sstable {
  private static final Logger LOG = LoggerFactory.getLogger(Sstable.class);

  private final FileSystem files;
  private final Path path;
  private final SstableMeta meta;
  private final BlockCache cache;
  private final ReadableFile file;
  private final BlockSource source;
  private final Arena memory = Arena.ofShared();
  private final long memoryBytes;
  private final MemorySegment index;
  private final TableFilter filter;
  private final RangeDeletions ranges;
  private final TableHints hints;

  /** What every entry counts as, for a table that was made elsewhere; 0 for its own. */
  private final long assignedSequence;

  private final TableSlots slots;
  private final AtomicInteger references = new AtomicInteger(1);
  private final AtomicReference<@Nullable Damage> damage = new AtomicReference<>();
  private volatile boolean obsolete;

  private Sstable(
      FileSystem files,
      Path path,
      SstableMeta meta,
      BlockCache cache,
      Ciphers ciphers,
      ReadableFile file)
      throws IOException {
    this.files = files;
    this.path = path;
    this.meta = meta;
    this.cache = cache;
    this.file = file;
    long length = file.length();
    long expected = meta.ofFile().bytes();
    if (length != expected || length < SstableFormat.FOOTER_BYTES_MIN) {
      throw new CorruptionException(
          path, Math.min(length, expected), "length is " + length + ", not " + expected);
    }
    byte[] tail = new byte[(int) Math.min(length, SstableFormat.FOOTER_BYTES_MAX)];
    file.readFully(length - tail.length, ByteBuffer.wrap(tail));
    Footer footer = Footer.parse(tail, path, length);
    SstableFormat.Blocks places = footer.blocks();
    BlockReader reader = cache.readers().take();
    boolean loaded = false;
    try {
      this.source = source(reader, footer, ciphers);
      Handle properties = places.properties();
      byte[] said = read(reader, properties);
      TableProperties.requireSame(footer.format(), said, meta.ofFile(), path, properties.offset());
      this.hints = readHints(footer.format(), said, properties);
      this.index = load(reader, places.index());
      if (!NativeBlock.isWellFormed(index, 0, (int) index.byteSize())) {
        throw new CorruptionException(path, places.index().offset(), "malformed index");
      }
      MemorySegment bits = load(reader, places.filter());
      this.filter = filter(bits, places.filter());
      this.memoryBytes = index.byteSize() + bits.byteSize();
      this.assignedSequence =
          meta.ofFile().sequences().largest() == 0 ? meta.sequences().largest() : 0;
      this.ranges = readRanges(reader, places.ranges());
      loaded = true;
    } finally {
      cache.readers().giveBack(reader);
      if (!loaded) {
        memory.close();
      }
    }
    int blocks = NativeBlock.restartCount(index, 0, (int) index.byteSize());
    this.slots = cache.add(blocks, memoryBytes);
  }

  private TableFilter filter(MemorySegment bits, Handle handle) throws CorruptionException {
    try {
      return TableFilter.of(bits);
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(path, handle.offset(), "malformed filter: " + e.getMessage());
    }
  }

  private TableHints readHints(FormatVersion format, byte[] properties, Handle handle)
      throws CorruptionException {
    try {
      return TableProperties.hints(format, properties, meta.ofFile());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new CorruptionException(path, handle.offset(), "malformed hints: " + e);
    }
  }

  private RangeDeletions readRanges(BlockReader reader, Handle handle) throws IOException {
    RangeDeletions read;
    try {
      read = handle.isNone() ? RangeDeletions.NONE : RangeDeletions.decode(read(reader, handle));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new CorruptionException(path, handle.offset(), "malformed range deletions: " + e);
    }
    if (read.fragments().size() != meta.contents().rangeDeletions()) {
      throw new CorruptionException(path, handle.offset(), "range deletions are missing");
    }
    RangeDeletions known = assignedSequence == 0 ? read : read.at(assignedSequence);
    return meta.origin() == null
        ? known
        : known.within(meta.keys().smallest(), meta.keys().openEnded() ? meta.largest() : null);
  }

  private BlockSource source(BlockReader reader, Footer footer, Ciphers ciphers)
      throws IOException {
    BlockSource plain = new BlockSource(path, footer.salt(), null);
    Handle handle = footer.blocks().cipher();
    if (handle.isNone()) {
      return plain;
    }
    readRaw(handle.offset(), reader.room(handle.stored()));
    reader.unpack(0, handle, plain);
    byte[] key = NativeBytes.copy(reader.memory(), reader.start(), reader.length());
    FileCipher cipher = ciphers.of(path, handle.offset(), ByteBuffer.wrap(key));
    return new BlockSource(path, footer.salt(), cipher);
  }

  /** What the table is sealed with; null when it is in the clear. */
  public @Nullable FileCipher cipher() {
    return source.cipher();
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

  /** What the properties of a table say that no manifest names. */
  public static SstableMeta describe(FileSystem files, Path path, Ciphers ciphers)
      throws IOException {
    try (TableInspector table = TableInspector.open(files, path, ciphers)) {
      return table.describe(table.salt());
    }
  }

  /** About how many bytes of the file lie before {@code key}. */
  public long offsetOf(byte[] key) {
    int ordinal = blockFor(key);
    return ordinal == slots.length() ? meta.bytes() : handle(ordinal).offset();
  }

  public SstableMeta meta() {
    return meta;
  }

  Path path() {
    return path;
  }

  int blockCount() {
    return slots.length();
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
    for (int ordinal = blockFor(key); ordinal < slots.length(); ordinal++) {
      ValueSlice found = cache.get(slots, ordinal, key, inside, options.target());
      if (BlockCache.isNotCached(found)) {
        found = read(ordinal, key, inside, options);
      }
      if (found != NativeBlock.CONTINUES) {
        return found;
      }
    }
    return null;
  }

  private @Nullable ValueSlice read(int ordinal, byte[] key, long bound, ReadOptions options)
      throws IOException {
    BlockReader reader = cache.readers().take();
    try {
      readBlock(reader, ordinal, false);
      if (options.fillCache() || cache.hasRoom(ordinal, reader.length())) {
        cache.insert(slots, ordinal, reader.memory(), reader.start(), reader.length());
      }
      return NativeBlock.get(
          reader.memory(), reader.start(), reader.length(), key, bound, options.target());
    } finally {
      cache.readers().giveBack(reader);
    }
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
    int held = -1;
    try {
      for (int i = from; i < to; i++) {
        if (!lookups.isOpen(i) || !filter.mayContain(lookups.hash(i))) {
          continue;
        }
        byte[] key = lookups.key(i);
        int ordinal = blockFor(key);
        if (ordinal == slots.length()) {
          return;
        }
        if (ordinal != held && !cache.contains(slots, ordinal)) {
          reader = reader == null ? cache.readers().take() : reader;
          readBlock(reader, ordinal, true);
          held = ordinal;
        }
        ValueSlice found = find(lookups, i, ordinal == held ? reader : null, inside);
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

  /** First block whose separator is not below {@code key}; {@link #blockCount} when none. */
  int blockFor(byte[] key) {
    return NativeBlock.restartReaching(index, (int) index.byteSize(), key, false);
  }

  /** First block whose separator is above {@code key}; {@link #blockCount} when none. */
  int blockBehind(byte[] key) {
    return NativeBlock.restartReaching(index, (int) index.byteSize(), key, true);
  }

  Handle handle(int ordinal) {
    int entry = NativeBlock.restart(index, 0, (int) index.byteSize(), ordinal);
    long at = NativeBytes.varintEnd(index, entry);
    int suffix = (int) NativeBytes.varint(index, at);
    for (int i = 0; i < 3; i++) {
      at = NativeBytes.varintEnd(index, at);
    }
    at += suffix;
    long offset = NativeBytes.varint(index, at);
    int stored = (int) NativeBytes.varint(index, NativeBytes.varintEnd(index, at));
    return new Handle(offset, stored);
  }

  /**
   * Has {@code target} hold a block that is in the cache; false when it is not.
   *
   * @param use whether this says that the block is worth keeping there
   */
  boolean copyCached(int ordinal, BlockCursor target, boolean use) {
    return cache.copy(slots, ordinal, target, use);
  }

  /** Has {@code target} hold a block of the file, which enters the cache if {@code fill}. */
  void copyRead(int ordinal, BlockCursor target, boolean fill) throws IOException {
    BlockReader reader = cache.readers().take();
    try {
      readBlock(reader, ordinal, fill);
      target.fill(reader.memory(), reader.start(), reader.length());
      target.open();
    } finally {
      cache.readers().giveBack(reader);
    }
  }

  private void readBlock(BlockReader reader, int ordinal, boolean fill) throws IOException {
    Handle handle = handle(ordinal);
    readRaw(handle.offset(), reader.room(handle.stored()));
    unpack(reader, 0, ordinal, handle, fill);
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
    try {
      file.readFully(offset, target);
    } catch (EOFException e) {
      throw new CorruptionException(path, offset, "the file ends inside a block");
    }
  }

  /**
   * Has {@code reader} unpack a block, read with {@link #readRaw}.
   *
   * @param from where in the reader's room it begins
   * @param fill whether it enters the cache
   */
  void unpack(BlockReader reader, int from, int ordinal, Handle handle, boolean fill)
      throws IOException {
    reader.unpack(from, handle, source);
    if (!NativeBlock.isWellFormed(reader.memory(), reader.start(), reader.length())) {
      throw new CorruptionException(path, handle.offset(), "malformed block");
    }
    if (fill) {
      cache.insert(slots, ordinal, reader.memory(), reader.start(), reader.length());
    }
  }

  private void readPart(BlockReader reader, Handle handle) throws IOException {
    readRaw(handle.offset(), reader.room(handle.stored()));
    reader.unpack(0, handle, source);
  }

  private byte[] read(BlockReader reader, Handle handle) throws IOException {
    readPart(reader, handle);
    return NativeBytes.copy(reader.memory(), reader.start(), reader.length());
  }

  private MemorySegment load(BlockReader reader, Handle handle) throws IOException {
    readPart(reader, handle);
    MemorySegment loaded = memory.allocate(reader.length());
    MemorySegment.copy(reader.memory(), reader.start(), loaded, 0, reader.length());
    return loaded;
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
    int last = blockCount() - 1;
    int from = lower == null ? 0 : Math.min(last, blockFor(lower));
    int to = upper == null ? last : Math.min(last, blockFor(upper));
    return visible(part(new SstableCursor(this, pattern, from, to)), bound);
  }

  private EntryCursor visible(EntryCursor all, long bound) {
    boolean plain = meta.ofFile().contents().isPlain() && meta.sequences().largest() <= bound;
    return plain ? all : new VisibleVersions(all, bound);
  }

  /** A cursor over every version of each key, newest first. */
  public EntryCursor versions(ReadPattern pattern) {
    return part(new SstableCursor(this, pattern, 0, blockCount() - 1));
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
      cache.remove(slots, memoryBytes);
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
        files.delete(path);
      }
    } catch (IOException e) {
      // What is left behind is unreferenced: the next open removes it.
      LOG.debug("could not remove an obsolete table file={}", path, e);
    }
  }
}
