package io.cairndb.storage.engine.sstable;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.cursor.VisibleVersions;
import io.cairndb.storage.engine.range.RangeDeletions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
  private final Arena memory;
  private final TableIndex index;
  private final TableBlocks blocks;
  private final TableFilter filter;
  private final RangeDeletions ranges;
  private final TableHints hints;

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
    this.memory = Arena.ofShared();
    boolean loaded = false;
    try {
      TableLoader.Loaded parts = TableLoader.load(readable, path, meta, cache, ciphers, memory);
      this.file = parts.file();
      this.index = parts.index();
      this.blocks = new TableBlocks(file, cache, index);
      this.filter = parts.filter();
      this.ranges = parts.ranges();
      this.hints = parts.hints();
      loaded = true;
    } finally {
      if (!loaded) {
        memory.close();
      }
    }
  }

  private Sstable(Sstable same, long sequence) {
    this.files = same.files;
    this.ciphers = same.ciphers;
    this.path = same.path;
    this.meta = same.meta.at(sequence);
    this.cache = same.cache;
    this.memory = same.memory;
    this.file = same.file;
    this.index = same.index;
    this.blocks = same.blocks;
    this.filter = same.filter;
    this.ranges = same.ranges.at(sequence);
    this.hints = same.hints;
  }

  /**
   * The same table with every entry written at {@code sequence}, in place of this one, which is not
   * to be used or released any more. Only for a table that nobody else has a reference to.
   */
  public Sstable at(long sequence) {
    return new Sstable(this, sequence);
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
      ValueSlice found = blocks.find(place, key, inside, options);
      if (found != NativeBlock.CONTINUES) {
        return found;
      }
    }
    return null;
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
        if (place != held && !blocks.isCached(place)) {
          reader = reader == null ? blocks.takeReader() : reader;
          held = NO_PLACE;
          blocks.read(place, reader);
          held = place;
        }
        ValueSlice found = find(lookups, i, place, place == held ? reader : null, inside);
        if (found != null) {
          lookups.settle(i, found);
        }
      }
    } finally {
      if (reader != null) {
        blocks.giveBack(reader);
      }
    }
  }

  /** Looks into the block that {@code reader} holds, if there is one. */
  @SuppressWarnings("ReferenceEquality") // markers, told from values by identity
  private @Nullable ValueSlice find(
      Lookups lookups, int i, long place, @Nullable BlockReader reader, long bound)
      throws IOException {
    if (reader != null) {
      ValueSlice found = blocks.find(reader, place, lookups.key(i), bound, null);
      if (found != NativeBlock.CONTINUES) {
        return found;
      }
    }
    return get(lookups.key(i), lookups.hash(i), bound, ReadOptions.DEFAULT);
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
    return visible(part(new SstableCursor(blocks, pattern, lower, upper)), bound);
  }

  private EntryCursor visible(EntryCursor all, long bound) {
    boolean plain = meta.ofFile().contents().isPlain() && meta.sequences().largest() <= bound;
    return plain ? all : new VisibleVersions(all, bound);
  }

  /** A cursor over every version of each key, newest first. */
  public EntryCursor versions(ReadPattern pattern) {
    return part(new SstableCursor(blocks, pattern, null, null));
  }

  private EntryCursor part(EntryCursor file) {
    return meta.origin() == null
        ? file
        : new PartCursor(file, meta.keys(), meta.assignedSequence());
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
