package io.cairndb.storage.engine.memtable;

import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.memory.NativeBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Versions of keys, ordered by key and then newest first, outside the heap. One writer, any number
 * of readers.
 *
 * <p>Invariants: a node is linked at level 0 before any level above, and complete before it is
 * linked, so a reader that reaches a node sees all of it; nodes are never removed. Links are
 * published with release and followed with acquire semantics. A node is named by the number of its
 * piece of the arena; 0 is none.
 *
 * <pre>
 * node := sequence:i64 value:i32 mark:i32 shape:i32 next:i32[height] key
 * </pre>
 *
 * {@code value} names the piece with the value, {@code mark} is its length plus one, or 0 for a
 * deletion, {@code shape} the key's length and, in the lowest byte, the height. Integers are the
 * machine's.
 */
final class SkipList {
  /** No node. */
  static final int NONE = 0;

  private static final int MAX_HEIGHT = 14;
  private static final long VALUE_AT = 8;
  private static final long MARK_AT = 12;
  private static final long SHAPE_AT = 16;
  private static final int NEXT_AT = 20;
  private static final VarHandle LINK = ValueLayout.JAVA_INT.varHandle();

  private final NodeArena arena;
  private final int head;
  private final int[] before = new int[MAX_HEIGHT];
  private volatile int height = 1;
  private long random = 0x9E37_79B9_7F4A_7C15L;

  /** The node inserted last, which is what {@link #before} leads to: keys often ascend. */
  private int newest = NONE;

  SkipList(NodeArena arena) {
    this.arena = arena;
    this.head = arena.allocateNode(NEXT_AT + MAX_HEIGHT * Integer.BYTES);
    MemorySegment chunk = arena.chunk(head);
    long at = NodeArena.offset(head);
    chunk.asSlice(at, NEXT_AT + MAX_HEIGHT * (long) Integer.BYTES).fill((byte) 0);
    chunk.set(ValueLayout.JAVA_LONG, at, Long.MAX_VALUE);
  }

  private int follow(int from, int level) {
    return (int)
        LINK.getAcquire(
            arena.chunk(from), NodeArena.offset(from) + NEXT_AT + level * (long) Integer.BYTES);
  }

  private void link(int from, int level, int to) {
    LINK.setRelease(
        arena.chunk(from), NodeArena.offset(from) + NEXT_AT + level * (long) Integer.BYTES, to);
  }

  /**
   * Adds a version; for the writer only. Returns the bytes it takes, or 0 when it replaced the
   * value of the same version.
   */
  int insert(byte[] key, byte @Nullable [] value, long sequence) {
    int top = height;
    int following = findPlace(key, sequence, top);
    if (following != NONE && sequence(following) == sequence && compareKey(following, key) == 0) {
      setValue(following, value);
      return 0;
    }
    int levels = randomHeight();
    for (int level = top; level < levels; level++) {
      before[level] = head;
    }
    int node = newNode(key, value, sequence, levels);
    for (int level = 0; level < levels; level++) {
      link(before[level], level, node);
      before[level] = node;
    }
    if (levels > top) {
      height = levels;
    }
    newest = node;
    return NEXT_AT + levels * Integer.BYTES + key.length + (value == null ? 0 : value.length);
  }

  /** A node that is complete but for being linked. */
  private int newNode(byte[] key, byte @Nullable [] value, long sequence, int levels) {
    if (key.length > WriteBatch.KEY_BYTES_MAX) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes");
    }
    int keyAt = NEXT_AT + levels * Integer.BYTES;
    int node = arena.allocateNode(keyAt + key.length);
    MemorySegment chunk = arena.chunk(node);
    long at = NodeArena.offset(node);
    chunk.set(ValueLayout.JAVA_LONG, at, sequence);
    chunk.set(ValueLayout.JAVA_INT, at + SHAPE_AT, key.length << 8 | levels);
    MemorySegment.copy(key, 0, chunk, ValueLayout.JAVA_BYTE, at + keyAt, key.length);
    setValue(node, value);
    for (int level = 0; level < levels; level++) {
      link(node, level, follow(before[level], level));
    }
    return node;
  }

  private void setValue(int node, byte @Nullable [] value) {
    int piece = NONE;
    if (value != null && value.length > 0) {
      piece = arena.allocateValue(value.length);
      MemorySegment.copy(
          value,
          0,
          arena.chunk(piece),
          ValueLayout.JAVA_BYTE,
          NodeArena.offset(piece),
          value.length);
    }
    MemorySegment chunk = arena.chunk(node);
    long at = NodeArena.offset(node);
    chunk.set(ValueLayout.JAVA_INT, at + VALUE_AT, piece);
    chunk.set(ValueLayout.JAVA_INT, at + MARK_AT, value == null ? 0 : value.length + 1);
  }

  /** Has {@link #before} lead to where the version belongs; returns the node that follows. */
  private int findPlace(byte[] key, long sequence, int top) {
    if (newest != NONE && isBefore(newest, key, sequence)) {
      int following = follow(newest, 0);
      if (following == NONE || !isBefore(following, key, sequence)) {
        return following;
      }
    }
    newest = NONE;
    int at = head;
    int next = NONE;
    for (int level = top - 1; level >= 0; level--) {
      int behind = next;
      next = follow(at, level);
      while (next != behind && next != NONE && isBefore(next, key, sequence)) {
        at = next;
        next = follow(at, level);
      }
      before[level] = at;
    }
    return next;
  }

  private boolean isBefore(int node, byte[] key, long sequence) {
    int order = compareKey(node, key);
    return order < 0 || (order == 0 && sequence(node) > sequence);
  }

  /** Compares the node's key with {@code key}. */
  int compareKey(int node, byte[] key) {
    MemorySegment chunk = arena.chunk(node);
    long at = NodeArena.offset(node);
    int shape = chunk.get(ValueLayout.JAVA_INT, at + SHAPE_AT);
    return NativeBytes.compare(chunk, at + keyAt(shape), shape >>> 8, key);
  }

  private static int keyAt(int shape) {
    return NEXT_AT + (shape & 0xFF) * Integer.BYTES;
  }

  /** Whether both nodes are versions of one key. */
  boolean isSameKey(int node, int other) {
    MemorySegment chunk = arena.chunk(node);
    MemorySegment otherChunk = arena.chunk(other);
    long at = NodeArena.offset(node);
    long otherAt = NodeArena.offset(other);
    int shape = chunk.get(ValueLayout.JAVA_INT, at + SHAPE_AT);
    int otherShape = otherChunk.get(ValueLayout.JAVA_INT, otherAt + SHAPE_AT);
    int length = shape >>> 8;
    return length == otherShape >>> 8
        && MemorySegment.mismatch(
                chunk,
                at + keyAt(shape),
                at + keyAt(shape) + length,
                otherChunk,
                otherAt + keyAt(otherShape),
                otherAt + keyAt(otherShape) + length)
            < 0;
  }

  int keyLength(int node) {
    return arena.chunk(node).get(ValueLayout.JAVA_INT, NodeArena.offset(node) + SHAPE_AT) >>> 8;
  }

  /** Copies the key to the beginning of {@code target}. */
  void copyKey(int node, byte[] target) {
    MemorySegment chunk = arena.chunk(node);
    long at = NodeArena.offset(node);
    int shape = chunk.get(ValueLayout.JAVA_INT, at + SHAPE_AT);
    MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, at + keyAt(shape), target, 0, shape >>> 8);
  }

  long sequence(int node) {
    return arena.chunk(node).get(ValueLayout.JAVA_LONG, NodeArena.offset(node));
  }

  /** Length of the value; -1 for a deletion. */
  int valueLength(int node) {
    return arena.chunk(node).get(ValueLayout.JAVA_INT, NodeArena.offset(node) + MARK_AT) - 1;
  }

  /** Copies the value, if it has bytes, to the beginning of {@code target}. */
  void copyValue(int node, byte[] target) {
    int length = valueLength(node);
    if (length > 0) {
      int piece = arena.chunk(node).get(ValueLayout.JAVA_INT, NodeArena.offset(node) + VALUE_AT);
      MemorySegment.copy(
          arena.chunk(piece), ValueLayout.JAVA_BYTE, NodeArena.offset(piece), target, 0, length);
    }
  }

  /**
   * First node at or behind (key, sequence): the newest version of key not above sequence. The node
   * returned is one that was compared, maybe on a level above: a link read a second time may lead
   * to a newer version.
   */
  int ceiling(byte[] key, long sequence) {
    int at = head;
    int next = NONE;
    for (int level = height - 1; level >= 0; level--) {
      int behind = next;
      next = follow(at, level);
      while (next != behind && next != NONE && isBefore(next, key, sequence)) {
        at = next;
        next = follow(at, level);
      }
    }
    return next;
  }

  int first() {
    return follow(head, 0);
  }

  int next(int node) {
    return follow(node, 0);
  }

  /** Last node whose key is below {@code key}, or not above it when {@code inclusive}. */
  int lastBelow(byte[] key, boolean inclusive) {
    int at = head;
    for (int level = height - 1; level >= 0; level--) {
      int next = follow(at, level);
      while (next != NONE && compareKey(next, key) < (inclusive ? 1 : 0)) {
        at = next;
        next = follow(at, level);
      }
    }
    return at == head ? NONE : at;
  }

  int last() {
    int at = head;
    for (int level = height - 1; level >= 0; level--) {
      int next = follow(at, level);
      while (next != NONE) {
        at = next;
        next = follow(at, level);
      }
    }
    return at == head ? NONE : at;
  }

  /** One level more with probability one in four. */
  private int randomHeight() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    int zeros = Long.numberOfTrailingZeros(random | (1L << 62));
    return 1 + Math.min(zeros / 2, MAX_HEIGHT - 1);
  }
}
