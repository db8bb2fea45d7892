package io.cairndb.storage.engine.memtable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Versions of keys, ordered by key and then newest first. One writer, any number of readers.
 *
 * <p>Invariants: a node is linked at level 0 before any level above, and complete before it is
 * linked, so a reader that reaches a node sees all of it; nodes are never removed. Links are
 * published with release and followed with acquire semantics. Three of four nodes have one level
 * only and carry their link in a field, without an array.
 */
final class SkipList {
  private static final int MAX_HEIGHT = 14;
  private static final VarHandle NEXT;
  private static final VarHandle UPPER = MethodHandles.arrayElementVarHandle(Node[].class);

  static {
    try {
      NEXT = MethodHandles.lookup().findVarHandle(Node.class, "next", Node.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** One version of one key; no value means deleted. */
  static final class Node {
    final byte[] key;
    final long sequence;

    /** Replaced only by a later operation of the batch that made the node, before it is visible. */
    volatile byte @Nullable [] value;

    @Nullable Node next;

    /** Links of levels 1 and up. */
    final @Nullable Node @Nullable [] upper;

    Node(byte[] key, byte @Nullable [] value, long sequence, int height) {
      this.key = key;
      this.value = value;
      this.sequence = sequence;
      this.upper = height > 1 ? new @Nullable Node[height - 1] : null;
    }

    @Nullable Node next() {
      return (Node) NEXT.getAcquire(this);
    }
  }

  private final Node head = new Node(new byte[0], null, Long.MAX_VALUE, MAX_HEIGHT);
  private final @Nullable Node[] before = new @Nullable Node[MAX_HEIGHT];
  private volatile int height = 1;
  private long random = 0x9E37_79B9_7F4A_7C15L;

  private static @Nullable Node follow(Node from, int level) {
    if (level == 0) {
      return from.next();
    }
    @Nullable Node[] upper = from.upper;
    return upper == null ? null : (Node) UPPER.getAcquire(upper, level - 1);
  }

  /**
   * Adds a version; for the writer only. Returns false when it replaced the value of the same
   * version.
   */
  boolean insert(byte[] key, byte @Nullable [] value, long sequence) {
    Node at = head;
    int top = height;
    for (int level = top - 1; level >= 0; level--) {
      at = lastBefore(at, level, key, sequence);
      before[level] = at;
    }
    Node following = at.next();
    if (following != null && following.sequence == sequence && Arrays.equals(following.key, key)) {
      following.value = value;
      return false;
    }
    int levels = randomHeight();
    for (int level = top; level < levels; level++) {
      before[level] = head;
    }
    Node node = new Node(key, value, sequence, levels);
    link(node, levels);
    if (levels > top) {
      height = levels;
    }
    return true;
  }

  private void link(Node node, int levels) {
    Node left = requireLinked(before[0]);
    node.next = left.next;
    NEXT.setRelease(left, node);
    @Nullable Node[] upper = node.upper;
    for (int level = 1; upper != null && level < levels; level++) {
      @Nullable Node[] leftUpper = requireLinked(before[level]).upper;
      if (leftUpper != null) {
        upper[level - 1] = leftUpper[level - 1];
        UPPER.setRelease(leftUpper, level - 1, node);
      }
    }
  }

  private static Node requireLinked(@Nullable Node node) {
    if (node == null) {
      throw new IllegalStateException("search path is incomplete");
    }
    return node;
  }

  /** Last node of {@code level}, from {@code start} on, that is before (key, sequence). */
  private Node lastBefore(Node start, int level, byte[] key, long sequence) {
    Node at = start;
    while (true) {
      Node next = follow(at, level);
      if (next == null || !isBefore(next, key, sequence)) {
        return at;
      }
      at = next;
    }
  }

  private static boolean isBefore(Node node, byte[] key, long sequence) {
    int order = Arrays.compareUnsigned(node.key, key);
    return order < 0 || (order == 0 && node.sequence > sequence);
  }

  /**
   * First node at or behind (key, sequence): the newest version of key not above sequence. The node
   * returned is one that was compared: a link read a second time may lead to a newer version.
   */
  @Nullable Node ceiling(byte[] key, long sequence) {
    Node at = head;
    Node next = null;
    for (int level = height - 1; level >= 0; level--) {
      next = follow(at, level);
      while (next != null && isBefore(next, key, sequence)) {
        at = next;
        next = follow(at, level);
      }
    }
    return next;
  }

  @Nullable Node first() {
    return head.next();
  }

  /** Last node whose key is below {@code key}, or not above it when {@code inclusive}. */
  @Nullable Node lastBelow(byte[] key, boolean inclusive) {
    Node at = head;
    for (int level = height - 1; level >= 0; level--) {
      Node next = follow(at, level);
      while (next != null && isBelow(next, key, inclusive)) {
        at = next;
        next = follow(at, level);
      }
    }
    return isHead(at) ? null : at;
  }

  private static boolean isBelow(Node node, byte[] key, boolean inclusive) {
    int order = Arrays.compareUnsigned(node.key, key);
    return order < 0 || (inclusive && order == 0);
  }

  @Nullable Node last() {
    Node at = head;
    for (int level = height - 1; level >= 0; level--) {
      Node next = follow(at, level);
      while (next != null) {
        at = next;
        next = follow(at, level);
      }
    }
    return isHead(at) ? null : at;
  }

  private boolean isHead(Node node) {
    return node.sequence == Long.MAX_VALUE;
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
