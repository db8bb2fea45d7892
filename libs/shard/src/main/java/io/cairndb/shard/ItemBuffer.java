package io.cairndb.shard;

import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ValueBuffer;

/**
 * Room for the item of one read after another, for a caller in the reader's process who is done
 * with each item before it makes the next read: such reads allocate nothing for the item's bytes.
 * Not thread-safe.
 */
public final class ItemBuffer {
  /** There is one for each request under way, and most items are small. */
  private static final int KEPT_BYTES = 16 << 10;

  final ReadOptions options = new ReadOptions(true, new ValueBuffer(KEPT_BYTES));
}
