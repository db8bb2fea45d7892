package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.ReadOptions;
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

  /** As {@link NativeBlock#get}, in a block of the file, which enters the cache if it may. */
  @Nullable ValueSlice read(long place, byte[] key, long bound, ReadOptions options)
      throws IOException {
    Handle handle = index.handle(place);
    BlockReader reader = takeReader();
    try {
      file.readBlock(reader, handle);
      if (options.fillCache() || cache.hasRoom(TableIndex.ordinal(place), reader.length())) {
        insert(place, reader);
      }
      return NativeBlock.get(
          reader.memory(), reader.start(), reader.length(), key, bound, options.target());
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
