package io.cairndb.storage.engine;

import io.cairndb.storage.engine.memory.ChunkPool;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Memory that the memtables of several engines share: of all their trees, those being flushed
 * included. Given to engines in {@link MemoryOptions}. When half of it is in memtables that take
 * writes, the engine with the largest of these begins another; when nearly all of it is used,
 * writes of all engines are delayed, and when all of it is, stopped until a flush has made room.
 * Thread-safe.
 */
public final class WriteBufferBudget {
  /** No bound but each engine's own. */
  public static final WriteBufferBudget UNLIMITED = new WriteBufferBudget(Long.MAX_VALUE);

  /** Where delays begin. */
  private static final double SLOWDOWN_SHARE = 7 / 8.0;

  private final long bytesMax;
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final AtomicLong rotations = new AtomicLong();
  private final ChunkPool chunks;

  /** An engine, as the budget sees it. Thread-safe; nothing here waits. */
  public interface Member {

    /** Bytes in the memtable that takes writes; 0 when it cannot be rotated now. */
    long activeBytes();

    /** Bytes in all memtables. */
    long memtableBytes();

    /** Asks for a rotation soon. */
    void requestRotation();

    /** There may be room again. */
    void roomMade();
  }

  /**
   * Begins without engines.
   *
   * @param bytesMax of all memtables together; positive
   */
  public WriteBufferBudget(long bytesMax) {
    if (bytesMax <= 0) {
      throw new IllegalArgumentException("memtables need room");
    }
    this.bytesMax = bytesMax;
    this.chunks = ChunkPool.shared(bytesMax);
  }

  public long bytesMax() {
    return bytesMax;
  }

  public boolean isLimited() {
    return bytesMax < Long.MAX_VALUE;
  }

  /** Bytes in the memtables of all members. */
  public long bytes() {
    long bytes = 0;
    for (Member member : members) {
      bytes += member.memtableBytes();
    }
    return bytes;
  }

  /**
   * Memory outside the heap that was taken for memtables: what they use, what is left of their last
   * chunks, what a reader still holds of those already flushed, and what is kept for the next.
   */
  public long memoryBytes() {
    return chunks.bytes();
  }

  /** For engines: where the memory of memtables comes from, if there is a bound. */
  public ChunkPool chunks() {
    return chunks;
  }

  /** Rotations asked for. */
  public long rotations() {
    return rotations.get();
  }

  /** Whether writes have to stop. */
  public boolean isFull() {
    return isLimited() && bytes() >= bytesMax;
  }

  /** 0 where writes are to be delayed, 1 where they stop; negative below. */
  public double pressure() {
    if (!isLimited()) {
      return -1;
    }
    double share = (double) bytes() / bytesMax;
    return (share - SLOWDOWN_SHARE) / (1 - SLOWDOWN_SHARE);
  }

  /** For engines: their memory counts from now on. */
  public void join(Member member) {
    if (isLimited()) {
      members.add(member);
    }
  }

  /** For engines: their memory counts no longer. Does nothing the second time. */
  public void leave(Member member) {
    if (members.remove(member)) {
      roomMade();
    }
  }

  /** For engines, as they write: asks for a rotation if one is due. */
  public void relieve() {
    long active = 0;
    long largestBytes = 0;
    @Nullable Member largest = null;
    for (Member member : members) {
      long bytes = member.activeBytes();
      active += bytes;
      if (bytes > largestBytes) {
        largestBytes = bytes;
        largest = member;
      }
    }
    if (largest != null && active >= bytesMax / 2) {
      rotations.incrementAndGet();
      largest.requestRotation();
    }
  }

  /** For engines: a memtable has become tables. */
  public void roomMade() {
    members.forEach(Member::roomMade);
  }
}
