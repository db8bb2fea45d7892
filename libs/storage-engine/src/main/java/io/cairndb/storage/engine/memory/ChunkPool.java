package io.cairndb.storage.engine.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lends chunks of memory outside the heap and keeps those given back for the next, so that the
 * system need not clear new ones. Thread-safe. Each chunk is freed on its own: memory that the
 * collector frees would count against the limit of direct buffers, which follows the heap.
 */
public final class ChunkPool implements AutoCloseable {
  private static final int CHUNK_BYTES_MIN = 4 << 10;
  private static final int CHUNK_BYTES_MAX = 1 << 20;
  private static final int CHUNKS_WANTED = 32;

  /** Of a shared pool: a memtable of each user may leave two chunks nearly unused. */
  private static final int SHARED_CHUNKS_WANTED = 1024;

  private final int chunkBytes;
  private final long idleBytesMax;

  /** Whether what is lent counts against {@link #idleBytesMax}, too. */
  private final boolean lentCounts;

  private final ArrayDeque<MemorySegment> idle = new ArrayDeque<>();
  private final Map<Long, Arena> arenas = new HashMap<>();
  private long lentBytes;
  private boolean closed;

  /**
   * A pool for several users of about {@code userBytes} each.
   *
   * @param idleBytesMax kept at most when nobody uses it
   */
  public ChunkPool(long userBytes, long idleBytesMax) {
    this(userBytes / CHUNKS_WANTED, idleBytesMax, false);
  }

  private ChunkPool(long chunkBytesWanted, long idleBytesMax, boolean lentCounts) {
    long wanted = Math.clamp(chunkBytesWanted, CHUNK_BYTES_MIN, CHUNK_BYTES_MAX);
    this.chunkBytes = (int) wanted & -Long.BYTES;
    this.idleBytesMax = idleBytesMax;
    this.lentCounts = lentCounts;
  }

  /**
   * A pool for users who together are meant to take up to {@code bytesMax}: it keeps what they give
   * back only as far as that is not exceeded by what is lent and kept together.
   */
  public static ChunkPool shared(long bytesMax) {
    return new ChunkPool(bytesMax / SHARED_CHUNKS_WANTED, bytesMax, true);
  }

  /** Bytes of a chunk, but for those whose size was asked for. */
  public int chunkBytes() {
    return chunkBytes;
  }

  /** A chunk of {@link #chunkBytes}, of any contents. */
  public MemorySegment take() {
    MemorySegment kept = takeKept();
    return kept == null ? take(chunkBytes) : kept;
  }

  /** A new chunk of just {@code bytes}, for what does not fit well into others. */
  public MemorySegment take(long bytes) {
    long size = (bytes + Long.BYTES - 1) & -Long.BYTES;
    Arena arena = Arena.ofShared();
    MemorySegment chunk = arena.allocate(size, Long.BYTES);
    List<Arena> freed = new ArrayList<>();
    synchronized (this) {
      lentBytes += size;
      arenas.put(chunk.address(), arena);
      while (!idle.isEmpty() && !mayKeep(0)) {
        freed.add(forget(idle.removeFirst()));
      }
    }
    close(freed);
    return chunk;
  }

  private synchronized @Nullable MemorySegment takeKept() {
    MemorySegment kept = idle.pollLast();
    lentBytes += kept == null ? 0 : chunkBytes;
    return kept;
  }

  /** Takes chunks back, which nobody looks at any more. */
  public void giveBack(List<MemorySegment> chunks) {
    List<Arena> freed = new ArrayList<>();
    synchronized (this) {
      for (MemorySegment chunk : chunks) {
        lentBytes -= chunk.byteSize();
        boolean kept = !closed && chunk.byteSize() == chunkBytes && mayKeep(1);
        if (kept) {
          idle.addLast(chunk);
        } else {
          freed.add(forget(chunk));
        }
      }
    }
    close(freed);
  }

  /** Whether there is room for what is kept and so many chunks more. */
  private boolean mayKeep(int more) {
    return (lentCounts ? lentBytes : 0) + (idle.size() + (long) more) * chunkBytes <= idleBytesMax;
  }

  /**
   * What is to be closed to free the chunk. Not under the lock: the close of an arena has to reach
   * an agreement with every thread, which takes up to a millisecond when many are busy, and whoever
   * writes takes chunks.
   */
  private Arena forget(MemorySegment chunk) {
    Arena arena = arenas.remove(chunk.address());
    if (arena == null) {
      throw new IllegalArgumentException("a chunk of another pool, or one given back twice");
    }
    return arena;
  }

  private static void close(List<Arena> arenas) {
    RuntimeException failed = null;
    for (Arena arena : arenas) {
      try {
        arena.close();
      } catch (IllegalStateException e) {
        if (failed == null) {
          failed = e;
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** Frees what is kept, and from now on what is given back. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    freeIdle();
  }

  /** Frees what is kept at the moment. */
  public void freeIdle() {
    List<Arena> freed = new ArrayList<>();
    synchronized (this) {
      idle.forEach(chunk -> freed.add(forget(chunk)));
      idle.clear();
    }
    close(freed);
  }

  /** Bytes lent and kept. */
  public synchronized long bytes() {
    return lentBytes + (long) idle.size() * chunkBytes;
  }
}
