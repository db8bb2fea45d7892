package io.cairndb.storage.engine.sstable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A part of the cache: two queues of segments, {@code S3-FIFO}. Thread-safe; one lock for changes.
 *
 * <p>A block enters on probation. When its segment gets to the end of that queue, a block that was
 * used twice meanwhile moves to the main queue, and of one that was not its slot notes the time. A
 * block that comes back soon after enters the main queue at once. A block at the end of the main
 * queue goes round again as often as it was used, three times at most. So what is read once, as by
 * a scan, takes a tenth of the memory and pushes nothing else out.
 */
final class CacheShard {
  private static final int PROBATION_SHARE = 10;
  private static final int USES_TO_STAY = 2;

  /** Segments of used blocks that go round again as they are, before used ones are dropped. */
  private static final int ROUNDS_MAX = 8;

  private final int segmentBytes;
  private final IntFunction<@Nullable TableSlots> tables;
  private final AtomicReferenceArray<@Nullable CacheSegment> segments;
  private final long[] generations;
  private final ArrayDeque<CacheSegment> probation = new ArrayDeque<>();
  private final ArrayDeque<CacheSegment> main = new ArrayDeque<>();
  private final ArrayDeque<CacheSegment> free = new ArrayDeque<>();

  /** Segments that may be in memory; at least 4, or 0 for a shard that caches nothing. */
  private int limit;

  private int allocated;
  private long evictions;

  /** Bytes that have left from probation: the clock by which a return is soon or not. */
  private long time = 1;

  CacheShard(int segmentBytes, int segmentsMax, IntFunction<@Nullable TableSlots> tables) {
    this.segmentBytes = segmentBytes;
    this.tables = tables;
    this.segments = new AtomicReferenceArray<>(segmentsMax);
    this.generations = new long[segmentsMax];
    this.limit = segmentsMax;
  }

  /** The segment of a cached slot, or null when it was freed meanwhile. */
  @Nullable CacheSegment segment(long slot) {
    return segments.get(Slot.segment(slot));
  }

  /**
   * Takes a copy of a block in; one that is too large stays out.
   *
   * @param ahead whether it enters the main queue at once
   */
  synchronized void insert(
      TableSlots table, int ordinal, MemorySegment from, long at, int length, boolean ahead) {
    long slot = table.get(ordinal);
    if (Slot.isCached(slot) || limit == 0 || CacheSegment.spaceFor(length) > segmentBytes) {
      return;
    }
    long left = Slot.evictionTime(slot);
    boolean soon = left > 0 && time - left <= (long) limit * segmentBytes;
    CacheSegment target = ahead || soon ? mainWithRoom(length) : probationWithRoom(length);
    table.set(ordinal, target.append(table.id(), ordinal, from, at, length));
  }

  private CacheSegment probationWithRoom(int length) {
    CacheSegment newest = probation.peekLast();
    if (newest == null || !newest.hasRoom(length)) {
      makeRoom();
      newest = takeSegment();
      probation.addLast(newest);
    }
    return newest;
  }

  private CacheSegment mainWithRoom(int length) {
    CacheSegment newest = main.peekLast();
    if (newest == null || !newest.hasRoom(length)) {
      makeRoom();
      newest = survivorsWithRoom(length);
    }
    return newest;
  }

  /** As {@link #mainWithRoom}, from the segment that is kept for what survives an eviction. */
  private CacheSegment survivorsWithRoom(int length) {
    CacheSegment newest = main.peekLast();
    if (newest == null || !newest.hasRoom(length)) {
      newest = takeSegment();
      main.addLast(newest);
    }
    return newest;
  }

  private int inUse() {
    return probation.size() + main.size();
  }

  /** Empties segments until there is one to fill, and another for what survives. */
  private void makeRoom() {
    int rounds = 0;
    while (inUse() > limit - 2) {
      if (probation.size() > Math.max(1, limit / PROBATION_SHARE) || main.size() <= 1) {
        evictProbation();
      } else if (rounds < ROUNDS_MAX && goesRoundWhole(main.getFirst())) {
        rounds++;
      } else {
        evictMain();
      }
    }
    trim();
  }

  private CacheSegment takeSegment() {
    CacheSegment segment = free.pollFirst();
    if (segment != null) {
      return segment;
    }
    int index = 0;
    while (segments.get(index) != null) {
      index++;
    }
    segment = new CacheSegment(index, segmentBytes, generations[index]);
    segments.set(index, segment);
    allocated++;
    return segment;
  }

  /** Gives memory back when the limit has fallen. */
  private void trim() {
    while (allocated > limit && !free.isEmpty()) {
      CacheSegment segment = free.removeFirst();
      segments.set(segment.index(), null);
      segment.free();
      generations[segment.index()] = segment.generation() + 1;
      allocated--;
    }
  }

  private void evictProbation() {
    CacheSegment oldest = probation.removeFirst();
    for (int at = 0; at < oldest.end(); ) {
      int length = oldest.lengthAt(at);
      TableSlots table = tables.apply(oldest.tableAt(at));
      if (table != null) {
        int ordinal = oldest.ordinalAt(at);
        long slot = table.at(ordinal, Slot.cached(oldest.index(), oldest.generation(), at));
        if (Slot.uses(slot) >= USES_TO_STAY) {
          move(table, ordinal, oldest, at, length, 0);
        } else if (slot != 0) {
          time += length;
          table.leave(ordinal, Slot.evicted(time));
          evictions++;
        }
      }
      at += CacheSegment.spaceFor(length);
    }
    release(oldest);
  }

  /** Drops what was not used; and if all was, what comes last. */
  private void evictMain() {
    CacheSegment oldest = main.removeFirst();
    long kept = 0;
    for (int at = 0; at < oldest.end(); ) {
      int length = oldest.lengthAt(at);
      TableSlots table = tables.apply(oldest.tableAt(at));
      if (table != null) {
        int ordinal = oldest.ordinalAt(at);
        long slot = table.at(ordinal, Slot.cached(oldest.index(), oldest.generation(), at));
        if (Slot.uses(slot) > 0 && kept + length <= segmentBytes / 4 * 3) {
          kept += length;
          move(table, ordinal, oldest, at, length, Slot.uses(slot) - 1);
        } else if (slot != 0) {
          table.leave(ordinal, 0);
          evictions++;
        }
      }
      at += CacheSegment.spaceFor(length);
    }
    release(oldest);
  }

  private void move(
      TableSlots table, int ordinal, CacheSegment from, int at, int length, int uses) {
    CacheSegment target = survivorsWithRoom(length);
    long slot =
        target.append(
            table.id(), ordinal, from.memory(), at + (long) CacheSegment.HEADER_BYTES, length);
    table.set(ordinal, Slot.withUses(slot, uses));
  }

  private void release(CacheSegment segment) {
    segment.clear();
    free.addLast(segment);
  }

  /** Puts a segment that would survive nearly whole at the queue's beginning, without a copy. */
  private boolean goesRoundWhole(CacheSegment segment) {
    long used = 0;
    for (int at = 0; at < segment.end(); at += CacheSegment.spaceFor(segment.lengthAt(at))) {
      used += Slot.uses(slotAt(segment, at)) > 0 ? segment.lengthAt(at) : 0;
    }
    if (used <= segmentBytes / 4 * 3) {
      return false;
    }
    for (int at = 0; at < segment.end(); at += CacheSegment.spaceFor(segment.lengthAt(at))) {
      long slot = slotAt(segment, at);
      TableSlots table = tables.apply(segment.tableAt(at));
      if (table != null && Slot.uses(slot) > 0) {
        table.set(segment.ordinalAt(at), Slot.withUses(slot, Slot.uses(slot) - 1));
      }
    }
    main.removeFirst();
    // The newest segment stays last: it may have room.
    CacheSegment newest = main.pollLast();
    main.addLast(segment);
    if (newest != null) {
      main.addLast(newest);
    }
    return true;
  }

  private long slotAt(CacheSegment segment, int at) {
    TableSlots table = tables.apply(segment.tableAt(at));
    return table == null
        ? 0
        : table.at(segment.ordinalAt(at), Slot.cached(segment.index(), segment.generation(), at));
  }

  /** Whether a block would enter without another leaving. */
  synchronized boolean hasRoom(int length) {
    CacheSegment newest = probation.peekLast();
    return inUse() <= limit - 2 || (newest != null && newest.hasRoom(length));
  }

  /** Changes how many segments may be in memory; what is above goes with the next block. */
  synchronized void limit(int segmentCount) {
    limit = Math.min(segmentCount, segments.length());
  }

  synchronized long evictions() {
    return evictions;
  }

  synchronized long memoryBytes() {
    return (long) allocated * segmentBytes;
  }

  /** Bytes in use, those of closed tables included. */
  synchronized long usedBytes() {
    long bytes = 0;
    for (CacheSegment segment : probation) {
      bytes += segment.end();
    }
    for (CacheSegment segment : main) {
      bytes += segment.end();
    }
    return bytes;
  }

  /** Gives all memory back; nothing may be read any more. */
  synchronized void close() {
    limit = 0;
    release(probation);
    release(main);
    trim();
  }

  private void release(ArrayDeque<CacheSegment> queue) {
    queue.forEach(this::release);
    queue.clear();
  }
}
