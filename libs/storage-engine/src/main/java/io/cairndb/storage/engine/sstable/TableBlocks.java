package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The data blocks of one open table, in the cache or in the file. Thread-safe. */
final class TableBlocks {
  private final TableFile file;
  private final BlockCache cache;
  private final TableIndex index;

  TableBlocks(TableFile file, BlockCache cache, TableIndex index) {
    this.file = file;
    this.cache = cache;
    this.index = index;
  }

  /** Tells which block is where. */
  TableIndex index() {
    return index;
  }

  boolean isCached(long place) {
    return cache.contains(index.slots(place), TableIndex.ordinal(place));
  }

  /**
   * As {@link NativeBlock#get}, in a block in the cache or of the file, which enters it if it may.
   */
  @Nullable ValueSlice find(long place, byte[] key, long bound, ReadOptions options)
      throws IOException {
    ValueSlice found;
    try {
      int ordinal = TableIndex.ordinal(place);
      found = cache.get(index.slots(place), ordinal, key, bound, options.target());
    } catch (IndexOutOfBoundsException e) {
      throw malformed(place, e);
    }
    return BlockCache.isNotCached(found) ? read(place, key, bound, options) : found;
  }

  /** As {@link NativeBlock#get}, in the block that {@code reader} holds. */
  @Nullable ValueSlice find(
      BlockReader reader, long place, byte[] key, long bound, @Nullable ValueBuffer target)
      throws IOException {
    try {
      return NativeBlock.get(reader.memory(), reader.start(), reader.length(), key, bound, target);
    } catch (IndexOutOfBoundsException e) {
      throw malformed(place, e);
    }
  }

  /** A checksum vouches for the bytes of a block, not for what they say. */
  private CorruptionException malformed(long place, IndexOutOfBoundsException cause)
      throws IOException {
    CorruptionException damage =
        file.corrupt(index.handle(place), "an entry leads out of its block");
    damage.initCause(cause);
    return damage;
  }

  private @Nullable ValueSlice read(long place, byte[] key, long bound, ReadOptions options)
      throws IOException {
    Handle handle = index.handle(place);
    BlockReader reader = takeReader();
    try {
      file.readBlock(reader, handle);
      if (options.fillCache() || cache.hasRoom(TableIndex.ordinal(place), reader.length())) {
        insert(place, reader);
      }
      return find(reader, place, key, bound, options.target());
    } finally {
      giveBack(reader);
    }
  }

  /** Has {@code reader} hold a block of the file, which enters the cache. */
  void read(long place, BlockReader reader) throws IOException {
    file.readBlock(reader, index.handle(place));
    insert(place, reader);
  }

  private void insert(long place, BlockReader reader) {
    TableSlots slots = index.slotsToFill(place);
    cache.insert(
        slots, TableIndex.ordinal(place), reader.memory(), reader.start(), reader.length());
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
    BlockReader reader = takeReader();
    try {
      file.readBlock(reader, handle);
      if (fill) {
        insert(place, reader);
      }
      target.fill(reader.memory(), reader.start(), reader.length());
      target.open();
    } finally {
      giveBack(reader);
    }
  }

  /** The most that a cursor reads at once, in bytes. */
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
}
