package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.memory.NativeBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A piece of the cache's memory, filled with blocks from its beginning and emptied as a whole.
 *
 * <p>Read without a lock: a reader takes the generation, reads, and asks {@link #isStill}
 * afterwards. A change of generation comes before the first byte that is overwritten, so bytes read
 * within one generation are those of a whole block. All changes are made under the shard's lock.
 */
final class CacheSegment {
  /** Length of the block, id of its table, its ordinal there; four bytes unused. */
  static final int HEADER_BYTES = 16;

  private static final long TABLE_AT = 4;
  private static final long ORDINAL_AT = 8;

  private final int index;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private volatile long generation;
  private int end;

  /** Generations begin behind those of the segment that had this index before. */
  CacheSegment(int index, int bytes, long generation) {
    this.index = index;
    this.memory = arena.allocate(bytes, Slot.UNIT_BYTES);
    this.generation = generation;
  }

  static int spaceFor(int length) {
    return (HEADER_BYTES + length + Slot.UNIT_BYTES - 1) & -Slot.UNIT_BYTES;
  }

  int index() {
    return index;
  }

  MemorySegment memory() {
    return memory;
  }

  long generation() {
    return generation;
  }

  /** Whether what was read since {@link #generation} gave {@code before} is to be trusted. */
  boolean isStill(long before) {
    VarHandle.loadLoadFence();
    return generation == before;
  }

  int end() {
    return end;
  }

  boolean hasRoom(int length) {
    return end + spaceFor(length) <= memory.byteSize();
  }

  /** Appends a block, for which there is room; returns its slot. */
  long append(int table, int ordinal, MemorySegment from, long at, int length) {
    int offset = end;
    NativeBytes.putInt(memory, offset, length);
    NativeBytes.putInt(memory, offset + TABLE_AT, table);
    NativeBytes.putInt(memory, offset + ORDINAL_AT, ordinal);
    MemorySegment.copy(from, at, memory, offset + HEADER_BYTES, length);
    end += spaceFor(length);
    return Slot.cached(index, generation, offset);
  }

  int lengthAt(int offset) {
    return NativeBytes.intAt(memory, offset);
  }

  int tableAt(int offset) {
    return NativeBytes.intAt(memory, offset + TABLE_AT);
  }

  int ordinalAt(int offset) {
    return NativeBytes.intAt(memory, offset + ORDINAL_AT);
  }

  /** Begins the next generation, empty. */
  void clear() {
    generation = generation + 1;
    VarHandle.fullFence();
    end = 0;
  }

  /** Gives the memory back; readers get an IllegalStateException in a generation that is over. */
  void free() {
    clear();
    arena.close();
  }
}
