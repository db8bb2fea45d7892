package io.cairndb.storage.engine.memtable;

import io.cairndb.storage.engine.memory.ChunkPool;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * The memory of one memtable: pieces are handed out and never taken back one by one. A piece is
 * named by a number, its chunk's index and its offset there in units of eight bytes; 0 names none.
 * One writer; a reader may look at a piece whose number it has read with acquire semantics.
 */
final class NodeArena {
  private static final int CHUNK_SHIFT = 17;
  private static final int OFFSET_MASK = (1 << CHUNK_SHIFT) - 1;
  private static final int CHUNKS_MAX = 1 << (Integer.SIZE - CHUNK_SHIFT);
  private static final int CHUNKS_BEFORE_DOUBLING = 1024;

  /** A piece that begins behind this in its chunk could not be named. */
  private static final int SHARED_BYTES_MAX = (OFFSET_MASK + 1) * Long.BYTES;

  private static final MemorySegment[] FREED = new MemorySegment[0];

  private final ChunkPool pool;

  /** Replaced before a number that needs it is published. */
  private volatile MemorySegment[] chunks = new MemorySegment[8];

  private int chunkCount;

  /** Where the next piece begins, in the chunk that is being filled. */
  private int filled;

  private int filling;
  private int room;

  NodeArena(ChunkPool pool) {
    this.pool = pool;
  }

  /** A piece of that many bytes, of any contents; for the writer only. */
  int allocate(int bytes) {
    int size = (bytes + Long.BYTES - 1) & -Long.BYTES;
    if (size > room) {
      int shared = sharedBytes();
      if (size > shared / 4) {
        // What is large has a chunk of its own, and leaves the rest of this one.
        boolean first = chunkCount == 0;
        int chunk = addChunk(pool.take(first ? size + Long.BYTES : size));
        return chunk << CHUNK_SHIFT | (first ? 1 : 0);
      }
      boolean first = chunkCount == 0;
      filling = addChunk(shared == pool.chunkBytes() ? pool.take() : pool.take(shared));
      filled = first ? Long.BYTES : 0;
      room = shared - filled;
    }
    int piece = filling << CHUNK_SHIFT | filled / Long.BYTES;
    filled += size;
    room -= size;
    return piece;
  }

  /** Larger in a memtable larger than its pool expects, as a log replayed under other options. */
  private int sharedBytes() {
    int doublings = Math.min(chunkCount / CHUNKS_BEFORE_DOUBLING, CHUNK_SHIFT);
    return (int) Math.min((long) pool.chunkBytes() << doublings, SHARED_BYTES_MAX);
  }

  private int addChunk(MemorySegment chunk) {
    if (chunkCount == CHUNKS_MAX) {
      pool.giveBack(List.of(chunk));
      throw new IllegalStateException("a memtable of more than " + CHUNKS_MAX + " chunks");
    }
    MemorySegment[] changed = chunks;
    if (chunkCount == changed.length) {
      changed = Arrays.copyOf(changed, 2 * chunkCount);
    }
    changed[chunkCount] = chunk;
    chunks = changed;
    return chunkCount++;
  }

  /** The chunk in which a piece lies. */
  MemorySegment chunk(int piece) {
    return chunks[piece >>> CHUNK_SHIFT];
  }

  /** Where in its chunk a piece begins. */
  static long offset(int piece) {
    return (long) (piece & OFFSET_MASK) * Long.BYTES;
  }

  /** Gives the memory back; nothing may be looked at any more. */
  void free() {
    MemorySegment[] last = chunks;
    chunks = FREED;
    pool.giveBack(Arrays.asList(Arrays.copyOf(last, chunkCount)));
  }
}
