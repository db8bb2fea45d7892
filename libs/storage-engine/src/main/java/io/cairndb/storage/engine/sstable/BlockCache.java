package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CacheStats;
import io.cairndb.storage.engine.MemoryOptions;
import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache of decompressed blocks, outside the heap. Thread-safe.
 *
 * <p>Each open table has an array with a {@link Slot} per block, so a hit is one array read and a
 * search where the block lies: no hashing, no lock, no copy but of the value found. Memory comes in
 * segments that are filled and emptied as a whole, so none is lost between blocks; a reader learns
 * from the segment's generation whether it was emptied under its hands, and takes the block for
 * missing then. Which blocks stay is decided by {@link CacheShard}.
 *
 * <p>The methods that read a cached block go through the same steps: slot, segment, generation, the
 * bytes, generation again. They spell them out, since a lambda for the step in between would be an
 * allocation for each read.
 *
 * <p>Partitions of indexes are blocks, too, whose places in the cache are found as those of data
 * blocks are.
 *
 * <p>Indexes and filters of open tables count: blocks may use what these leave of the capacity, and
 * half of it in any case. Memory is freed when the engine has given up the cache and the last table
 * is closed.
 */
public final class BlockCache {
  private static final int SHARDS_MAX = 8;
  private static final long SHARD_BYTES_MIN = 32L << 20;
  private static final int SEGMENTS_WANTED = 128;
  private static final int SEGMENTS_MIN = 8;
  private static final long SEGMENT_BYTES_MIN = 64 << 10;
  private static final int BLOCKS_WANTED = 4;

  /** What {@link #reaching} answers for a block that must be read. */
  static final int NOWHERE = -1;

  /** What {@link #get} answers for a block that must be read; told by identity. */
  private static final ValueSlice NOT_CACHED = new ValueSlice(new byte[0], 0, 0);

  private final int readAheadBytesMax;
  private final CacheShard[] shards;
  private final int segmentBytes;
  private final int segmentsPerShard;
  private final BlockReaders readers = new BlockReaders();
  private final ConcurrentHashMap<Integer, TableSlots> tables = new ConcurrentHashMap<>();
  private final AtomicInteger nextTable = new AtomicInteger();
  private final AtomicInteger references = new AtomicInteger(1);
  private final AtomicLong tableBytes = new AtomicLong();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /** An empty cache for blocks that are small beside {@code capacityBytes}. */
  public BlockCache(long capacityBytes, int readAheadBytesMax) {
    this(capacityBytes, readAheadBytesMax, 0);
  }

  /**
   * An empty cache.
   *
   * @param capacityBytes of memory it takes at most, but for the tables' share
   * @param readAheadBytesMax see {@link MemoryOptions#readAheadBytesMax}
   * @param blockBytes of the usual block or partition of an index, the larger of both; up to {@link
   *     MemoryOptions#cachedBlockBytesMax} even a block of twice that size has room
   */
  public BlockCache(long capacityBytes, int readAheadBytesMax, int blockBytes) {
    this.readAheadBytesMax = readAheadBytesMax;
    int count = 1;
    while (count < SHARDS_MAX && capacityBytes / (2L * count) >= SHARD_BYTES_MIN) {
      count *= 2;
    }
    long shardBytes = capacityBytes / count;
    this.segmentBytes = segmentBytes(shardBytes, blockBytes);
    this.segmentsPerShard =
        segmentBytes == 0 ? 0 : (int) Math.min(shardBytes / segmentBytes, Slot.SEGMENTS_MAX);
    this.shards = new CacheShard[count];
    for (int i = 0; i < count; i++) {
      shards[i] = new CacheShard(segmentBytes, segmentsPerShard, tables::get);
    }
  }

  private static int segmentBytes(long shardBytes, int blockBytes) {
    long least = Math.max(SEGMENT_BYTES_MIN, (long) BLOCKS_WANTED * blockBytes);
    long wanted = Math.max(shardBytes / SEGMENTS_WANTED, least);
    long bounded = Math.min(Math.min(wanted, shardBytes / SEGMENTS_MIN), Slot.SEGMENT_BYTES_MAX);
    return (int) bounded & -Slot.UNIT_BYTES;
  }

  int readAheadBytesMax() {
    return readAheadBytesMax;
  }

  /** What the tables of this cache read their blocks with. */
  BlockReaders readers() {
    return readers;
  }

  /**
   * Takes a table in, whose blocks may be cached until {@link #remove}.
   *
   * @param bytes of memory that its index and filter take
   */
  TableSlots add(int blocks, long bytes) {
    return add(blocks, bytes, ordinal -> {});
  }

  /** As the other; {@code leaving} hears of blocks that have left the cache. */
  TableSlots add(int blocks, long bytes, IntConsumer leaving) {
    TableSlots table = addSlots(blocks, leaving);
    references.incrementAndGet();
    charge(bytes);
    return table;
  }

  /** Further slots of a table that has been taken in. */
  TableSlots addSlots(int blocks, IntConsumer leaving) {
    TableSlots slots = new TableSlots(nextTable.getAndIncrement(), blocks, leaving);
    tables.put(slots.id(), slots);
    return slots;
  }

  /** Forgets what {@link #addSlots} made; the memory of their blocks goes in its turn. */
  void removeSlots(TableSlots slots) {
    tables.remove(slots.id());
  }

  /** Whether no block may ever enter. */
  boolean isOff() {
    return segmentsPerShard == 0;
  }

  /** Forgets a table that nobody reads any more; the memory of its blocks goes in its turn. */
  void remove(TableSlots table, long bytes) {
    removeSlots(table);
    charge(-bytes);
    release();
  }

  private void charge(long bytes) {
    long before = tableBytes.getAndAdd(bytes);
    int segmentsBefore = segmentsBeside(before);
    int segmentsNow = segmentsBeside(before + bytes);
    if (segmentsBefore != segmentsNow) {
      for (CacheShard shard : shards) {
        shard.limit(segmentsBeside(tableBytes.get()));
      }
    }
  }

  /** Segments for each shard when tables take that much. */
  private int segmentsBeside(long bytes) {
    if (segmentBytes == 0) {
      return 0;
    }
    long taken = (bytes / shards.length + segmentBytes - 1) / segmentBytes;
    return (int) Math.max(segmentsPerShard - taken, segmentsPerShard / 2);
  }

  /** Gives up the owner's reference; tables still open keep theirs. */
  public void release() {
    if (references.decrementAndGet() == 0) {
      readers.close();
      for (CacheShard shard : shards) {
        shard.close();
      }
    }
  }

  private CacheShard shard(int ordinal) {
    return shards[ordinal & (shards.length - 1)];
  }

  /** Whether {@link #get} answered that the block must be read. */
  @SuppressWarnings("ReferenceEquality") // one marker, told from an empty value by identity
  static boolean isNotCached(@Nullable ValueSlice answer) {
    return answer == NOT_CACHED;
  }

  boolean contains(@Nullable TableSlots table, int ordinal) {
    return table != null && Slot.isCached(table.get(ordinal));
  }

  /** As {@link NativeBlock#restartReaching} in a cached block; {@link #NOWHERE} if it is not. */
  int reaching(TableSlots table, int ordinal, byte[] key, boolean behind) {
    long slot = table.get(ordinal);
    CacheSegment segment = Slot.isCached(slot) ? shard(ordinal).segment(slot) : null;
    long generation = segment == null ? 0 : segment.generation();
    if (segment != null && Slot.isOf(slot, generation)) {
      try {
        int at = Slot.offset(slot);
        int length = lengthAt(segment, at);
        int found =
            NativeBlock.restartReaching(
                segment.memory(), at + CacheSegment.HEADER_BYTES, length, key, behind);
        if (segment.isStill(generation)) {
          hits.increment();
          table.use(ordinal, slot);
          return found;
        }
      } catch (IndexOutOfBoundsException | IllegalStateException e) {
        requireOver(segment, generation, e);
      }
    }
    misses.increment();
    return NOWHERE;
  }

  /** As {@link NativeIndex#handle} in a cached partition of an index; null if it is not. */
  @Nullable Handle handle(TableSlots table, int partition, int ordinal) {
    long slot = table.get(partition);
    CacheSegment segment = Slot.isCached(slot) ? shard(partition).segment(slot) : null;
    long generation = segment == null ? 0 : segment.generation();
    if (segment != null && Slot.isOf(slot, generation)) {
      try {
        int at = Slot.offset(slot);
        int length = lengthAt(segment, at);
        Handle found =
            NativeIndex.handle(segment.memory(), at + CacheSegment.HEADER_BYTES, length, ordinal);
        if (segment.isStill(generation)) {
          return found;
        }
      } catch (IndexOutOfBoundsException | IllegalStateException e) {
        requireOver(segment, generation, e);
      }
    }
    return null;
  }

  /** As {@link NativeBlock#get} in a cached block; see {@link #isNotCached}. */
  @Nullable ValueSlice get(
      @Nullable TableSlots table,
      int ordinal,
      byte[] key,
      long bound,
      @Nullable ValueBuffer target) {
    long slot = table == null ? 0 : table.get(ordinal);
    CacheSegment segment = Slot.isCached(slot) ? shard(ordinal).segment(slot) : null;
    long generation = segment == null ? 0 : segment.generation();
    if (table != null && segment != null && Slot.isOf(slot, generation)) {
      try {
        int at = Slot.offset(slot);
        int length = lengthAt(segment, at);
        ValueSlice found =
            NativeBlock.get(
                segment.memory(), at + CacheSegment.HEADER_BYTES, length, key, bound, target);
        if (segment.isStill(generation)) {
          hits.increment();
          table.use(ordinal, slot);
          return found;
        }
      } catch (IndexOutOfBoundsException | IllegalStateException e) {
        requireOver(segment, generation, e);
      }
    }
    misses.increment();
    return NOT_CACHED;
  }

  /**
   * Copies a cached block to {@code target}; false when it is not cached.
   *
   * @param use whether this says that the block is worth keeping
   */
  boolean copy(@Nullable TableSlots table, int ordinal, BlockCursor target, boolean use) {
    long slot = table == null ? 0 : table.get(ordinal);
    CacheSegment segment = Slot.isCached(slot) ? shard(ordinal).segment(slot) : null;
    long generation = segment == null ? 0 : segment.generation();
    if (table != null && segment != null && Slot.isOf(slot, generation)) {
      try {
        int at = Slot.offset(slot);
        int length = lengthAt(segment, at);
        target.fill(segment.memory(), at + CacheSegment.HEADER_BYTES, length);
        if (segment.isStill(generation)) {
          target.open();
          hits.increment();
          if (use) {
            table.use(ordinal, slot);
          }
          return true;
        }
      } catch (IndexOutOfBoundsException | IllegalStateException e) {
        requireOver(segment, generation, e);
      }
    }
    misses.increment();
    return false;
  }

  private static int lengthAt(CacheSegment segment, int at) {
    int length = segment.lengthAt(at);
    if (length < 0 || length > segment.memory().byteSize()) {
      throw new IndexOutOfBoundsException("a block longer than its segment");
    }
    return length;
  }

  /** What a reader meets in a segment emptied meanwhile means nothing; else it is a defect. */
  private static void requireOver(CacheSegment segment, long generation, RuntimeException met) {
    if (segment.isStill(generation)) {
      throw met;
    }
  }

  /** Takes a copy of a block in. */
  void insert(TableSlots table, int ordinal, MemorySegment from, long at, int length) {
    shard(ordinal).insert(table, ordinal, from, at, length, false);
  }

  /** As {@link #insert}, of a partition of an index: without probation. */
  void insertAhead(TableSlots table, int ordinal, MemorySegment from, long at, int length) {
    shard(ordinal).insert(table, ordinal, from, at, length, true);
  }

  /** Whether a block would enter without another leaving. */
  boolean hasRoom(int ordinal, int bytes) {
    return shard(ordinal).hasRoom(bytes);
  }

  /** Figures at this moment. */
  public CacheStats stats() {
    long evictions = 0;
    long used = 0;
    long memory = 0;
    for (CacheShard shard : shards) {
      evictions += shard.evictions();
      used += shard.usedBytes();
      memory += shard.memoryBytes();
    }
    return new CacheStats(hits.sum(), misses.sum(), evictions, used, memory, tableBytes.get());
  }
}
