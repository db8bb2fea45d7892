package io.cairndb.storage.engine.sstable;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.cursor.VisibleVersions;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open table. Thread-safe. Index and filter stay in memory; blocks come from the cache or the
 * file. Born with one reference; with the last one released the file is closed, and deleted when
 * obsolete.
 */
public final class Sstable {
  private static final Logger LOG = LoggerFactory.getLogger(Sstable.class);

  private final FileSystem files;
  private final Path path;
  private final SstableMeta meta;
  private final BlockCache cache;
  private final ReadableFile file;
  private final long salt;
  private final byte[] index;
  private final BloomFilter filter;
  private final RangeDeletions ranges;

  /** What every entry counts as, for a table that was made elsewhere; 0 for its own. */
  private final long assignedSequence;

  private final AtomicReferenceArray<BlockCache.@Nullable Entry> slots;
  private final AtomicInteger references = new AtomicInteger(1);
  private final AtomicReference<@Nullable Damage> damage = new AtomicReference<>();
  private volatile boolean obsolete;

  private Sstable(
      FileSystem files, Path path, SstableMeta meta, BlockCache cache, ReadableFile file)
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
    this.salt = footer.salt();
    SstableFormat.Blocks blocks = footer.blocks();
    Handle properties = blocks.properties();
    TableProperties.requireSame(
        footer.format(), read(properties), meta.ofFile(), path, properties.offset());
    this.index = read(blocks.index());
    if (!Block.isWellFormed(index, index.length)) {
      throw new CorruptionException(path, blocks.index().offset(), "malformed index");
    }
    this.filter = new BloomFilter(read(blocks.filter()));
    this.assignedSequence =
        meta.ofFile().sequences().largest() == 0 ? meta.sequences().largest() : 0;
    this.ranges = readRanges(blocks.ranges());
    this.slots = new AtomicReferenceArray<>(Block.restartCount(index, index.length));
  }

  private RangeDeletions readRanges(Handle handle) throws IOException {
    RangeDeletions read;
    try {
      read = handle.isNone() ? RangeDeletions.NONE : RangeDeletions.decode(read(handle));
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

  /** Opens and checks the table that {@code meta} describes. */
  public static Sstable open(FileSystem files, Path path, SstableMeta meta, BlockCache cache)
      throws IOException {
    ReadableFile file;
    try {
      file = files.openForRead(path);
    } catch (NoSuchFileException e) {
      throw new CorruptionException(path, 0, "the manifest names this file, but it is missing");
    }
    boolean opened = false;
    try {
      Sstable table = new Sstable(files, path, meta, cache, file);
      opened = true;
      return table;
    } finally {
      if (!opened) {
        file.close();
      }
    }
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
    return value == Block.DELETED;
  }

  /**
   * Value of the newest version of {@code key} not above {@code bound}, null when absent; see
   * {@link #isDeleted}. The key lies in the table's range; its range deletions are not looked at.
   *
   * @param fill lets a block read from the file push others out of the cache
   */
  public @Nullable ValueSlice get(byte[] key, long hash, long bound, boolean fill)
      throws IOException {
    if (!filter.mayContain(hash) || meta.sequences().smallest() > bound) {
      return null;
    }
    long inside = meta.sequences().largest() <= bound ? Long.MAX_VALUE : bound;
    ValueSlice found = null;
    for (int ordinal = blockFor(key); ordinal < slots.length(); ordinal++) {
      found = getFrom(ordinal, key, inside, fill);
      if (found != Block.CONTINUES) {
        return found;
      }
    }
    return null;
  }

  private @Nullable ValueSlice getFrom(int ordinal, byte[] key, long bound, boolean fill)
      throws IOException {
    boolean cached = fill || slots.get(ordinal) != null;
    if (!cached && !cache.hasRoom(ordinal, handle(ordinal).stored())) {
      return getPastCache(ordinal, key, bound);
    }
    byte[] block = block(ordinal, true);
    return Block.get(block, block.length, key, bound);
  }

  /** Copies one value out of a block that is not kept. */
  private @Nullable ValueSlice getPastCache(int ordinal, byte[] key, long bound)
      throws IOException {
    Handle handle = handle(ordinal);
    BlockReader reader = cache.readers().take();
    try {
      ByteBuffer stored = reader.room(handle.stored());
      readRaw(handle.offset(), stored);
      unpack(reader, stored.array(), 0, handle);
      ValueSlice found = Block.get(reader.unpacked(), reader.unpackedLength(), key, bound);
      if (found == null || found.length() == 0) {
        return found;
      }
      int end = found.offset() + found.length();
      byte[] value = Arrays.copyOfRange(found.array(), found.offset(), end);
      return new ValueSlice(value, 0, value.length);
    } finally {
      cache.readers().giveBack(reader);
    }
  }

  /** First block whose separator is not below {@code key}; {@link #blockCount} when none. */
  int blockFor(byte[] key) {
    int low = 0;
    int high = slots.length();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Block.compareAtRestart(index, Block.restart(index, index.length, middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Handle handle(int ordinal) {
    int at = Block.varintEnd(index, Block.restart(index, index.length, ordinal));
    int suffix = (int) Block.varint(index, at);
    at = Block.varintEnd(index, Block.varintEnd(index, Block.varintEnd(index, at))) + suffix;
    long offset = Block.varint(index, at);
    return new Handle(offset, (int) Block.varint(index, Block.varintEnd(index, at)));
  }

  /** A block from the cache or the file; {@code fill} lets it enter the cache. */
  byte[] block(int ordinal, boolean fill) throws IOException {
    byte[] cached = cache.find(slots, ordinal, fill);
    if (cached != null) {
      return cached;
    }
    Handle handle = handle(ordinal);
    byte[] block = read(handle);
    requireWellFormed(block, block.length, handle);
    if (fill) {
      cache.insert(slots, ordinal, block);
    }
    return block;
  }

  private byte[] read(Handle handle) throws IOException {
    BlockReader reader = cache.readers().take();
    try {
      ByteBuffer stored = reader.room(handle.stored());
      readRaw(handle.offset(), stored);
      return reader.unpack(stored.array(), 0, handle, salt, path);
    } finally {
      cache.readers().giveBack(reader);
    }
  }

  /** Fills {@code target} from {@code offset} on. */
  void readRaw(long offset, ByteBuffer target) throws IOException {
    try {
      file.readFully(offset, target);
    } catch (EOFException e) {
      throw new CorruptionException(path, offset, "the file ends inside a block");
    }
  }

  /** Has {@code reader} unpack a block out of {@code bytes}, read with {@link #readRaw}. */
  void unpack(BlockReader reader, byte[] bytes, int from, Handle handle) throws IOException {
    reader.unpackInPlace(bytes, from, handle, salt, path);
    requireWellFormed(reader.unpacked(), reader.unpackedLength(), handle);
  }

  private void requireWellFormed(byte[] block, int length, Handle handle)
      throws CorruptionException {
    if (!Block.isWellFormed(block, length)) {
      throw new CorruptionException(path, handle.offset(), "malformed block");
    }
  }

  /** First block whose separator is above {@code key}; {@link #blockCount} when none. */
  int blockBehind(byte[] key) {
    int low = 0;
    int high = slots.length();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Block.compareAtRestart(index, Block.restart(index, index.length, middle), key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * A cursor over the newest version of each key not above {@code bound}, whose caller holds a
   * reference as long as it is used.
   */
  public EntryCursor cursor(ReadPattern pattern, long bound) {
    EntryCursor all = versions(pattern);
    boolean plain = meta.ofFile().contents().isPlain() && meta.sequences().largest() <= bound;
    return plain ? all : new VisibleVersions(all, bound);
  }

  /** A cursor over every version of each key, newest first. */
  public EntryCursor versions(ReadPattern pattern) {
    EntryCursor all = new SstableCursor(this, pattern);
    return meta.origin() == null ? all : new PartCursor(all, meta.keys(), assignedSequence);
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
      BlockCache.drop(slots);
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
