package io.cairndb.storage.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts and deletes, over any trees of one engine, that take effect together or not at all; the last
 * operation on a key wins. Arrays handed over must not change afterwards: the memtable keeps them.
 * Not thread-safe.
 */
public final class WriteBatch {
  /** One item, and often an index entry or a change record. */
  private static final int USUAL_OPERATIONS = 2;

  private final List<Operation> operations = new ArrayList<>(USUAL_OPERATIONS);
  private long bytes;

  /**
   * One operation; no value means delete.
   *
   * @param key not empty
   */
  public record Operation(Tree tree, byte[] key, byte @Nullable [] value) {}

  public WriteBatch put(Tree tree, byte[] key, byte[] value) {
    operations.add(new Operation(tree, key, value));
    bytes += key.length + (long) value.length;
    return this;
  }

  public WriteBatch delete(Tree tree, byte[] key) {
    operations.add(new Operation(tree, key, null));
    bytes += key.length;
    return this;
  }

  public boolean isEmpty() {
    return operations.isEmpty();
  }

  /** Operations in the order given. */
  public List<Operation> operations() {
    return operations;
  }

  /** Bytes of keys and values. */
  public long bytes() {
    return bytes;
  }
}
