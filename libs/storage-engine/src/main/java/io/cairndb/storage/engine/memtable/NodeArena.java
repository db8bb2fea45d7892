package io.cairndb.storage.engine.memtable;

import io.cairndb.storage.engine.memory.ChunkPool;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * The memory of one memtable: pieces are handed out and never taken back one by one. A piece is
 * named by a number, its chunk's index and its offset there in units of eight bytes; 0 names none.
 * One writer; a reader may look at a piece whose number it has read with acquire semantics.
 *
 * <p>Nodes and values are in chunks apart, but for the first one: a search goes from node to node,
 * and they stay in the processor's caches and its table of pages when no values lie between them.
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
  private Filling nodes = new Filling(0, 0, 0);
  private Filling values = nodes;

  /** A chunk that pieces are being cut from. */
  private static final class Filling {
    private final int chunk;
    private int filled;
    private int room;

    Filling(int chunk, int filled, int room) {
      this.chunk = chunk;
      this.filled = filled;
      this.room = room;
    }

    int cut(int size) {
      int piece = chunk << CHUNK_SHIFT | filled / Long.BYTES;
      filled += size;
      room -= size;
      return piece;
    }
  }

  NodeArena(ChunkPool pool) {
    this.pool = pool;
  }

  /** A piece for a node, of any contents; for the writer only. */
  int allocateNode(int bytes) {
    int size = sizeOf(bytes);
    if (size > nodes.room) {
      if (isLarge(size)) {
        return ownChunk(size);
      }
      nodes = nextChunk();
    }
    return nodes.cut(size);
  }

  /** A piece for a value, of any contents; for the writer only. */
  int allocateValue(int bytes) {
    int size = sizeOf(bytes);
    if (size > values.room) {
      if (isLarge(size)) {
        return ownChunk(size);
      }
      values = nextChunk();
    }
    return values.cut(size);
  }

  private static int sizeOf(int bytes) {
    return (bytes + Long.BYTES - 1) & -Long.BYTES;
  }

  private boolean isLarge(int size) {
    return size > sharedBytes() / 2;
  }

  /** What is large leaves the rest of the chunk that is being filled. */
  private int ownChunk(int size) {
    boolean first = chunkCount == 0;
    int chunk = addChunk(pool.take(first ? size + Long.BYTES : size));
    return chunk << CHUNK_SHIFT | (first ? 1 : 0);
  }

  private Filling nextChunk() {
    int shared = sharedBytes();
    boolean first = chunkCount == 0;
    int chunk = addChunk(shared == pool.chunkBytes() ? pool.take() : pool.take(shared));
    int filled = first ? Long.BYTES : 0;
    Filling next = new Filling(chunk, filled, shared - filled);
    if (first) {
      nodes = next;
      values = next;
    }
    return next;
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
