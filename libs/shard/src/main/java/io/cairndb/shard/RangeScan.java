package io.cairndb.shard;

import io.cairndb.expressions.ItemDocument;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.StoredItem;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.TokenRange;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Read.RangeRead}: bounds in the main tree, then a walk that stops with the page. Used
 * once, by one thread.
 *
 * <p>A page ends with the item that reaches the limit or takes the sum of sizes beyond the bytes
 * allowed, and then says where to go on even if nothing follows, as DynamoDB does; sizes count
 * before the filter.
 */
final class RangeScan {
  /** Keys of another family passed one by one before the cursor jumps over the rest. */
  private static final int STEPS_BEFORE_JUMP = 4;

  private static final long BLOCK_BYTES = 4096;
  private static final byte[] NO_SORT = new byte[0];

  private final Read.RangeRead read;
  private final TableSchema table;
  private final @Nullable SecondaryIndex index;
  private final ReadView view;
  private final Trees trees;

  /** Key schema by which keys of the group that is read are laid out. */
  private final KeySchema layout;

  private final UUID group;

  /** Family byte, and for a local index its ordinal, of the entries wanted. */
  private final byte[] family;

  private final List<Item> items = new ArrayList<>();
  private int count;
  private int scannedCount;
  private long scannedBytes;
  private long fetchedBlocks;

  /**
   * A scan of the table, or of {@code index}.
   *
   * @param view stays the caller's to close
   */
  RangeScan(
      Read.RangeRead read,
      TableSchema table,
      @Nullable SecondaryIndex index,
      ReadView view,
      Trees trees) {
    this.read = read;
    this.table = table;
    this.index = index;
    this.view = view;
    this.trees = trees;
    this.group = groupOf(table, index);
    boolean local = index != null && index.scope() == SecondaryIndex.Scope.LOCAL;
    this.layout = index == null || local ? table.key() : index.key();
    this.family =
        index == null || !local
            ? new byte[] {KeyLayout.FAMILY_ITEM}
            : new byte[] {KeyLayout.FAMILY_LOCAL_INDEX, (byte) index.ordinal()};
  }

  /** The table group whose partitions hold the table's items, or the index's entries. */
  static UUID groupOf(TableSchema table, @Nullable SecondaryIndex index) {
    return index != null && index.scope() == SecondaryIndex.Scope.GLOBAL
        ? index.id()
        : table.groupId();
  }

  /** Reads the page; {@code owned} is the range of the partition asked. */
  ReadResult.RangePage run(TokenRange owned) {
    Bounds bounds = bounds(owned);
    if (bounds == null) {
      return page(null);
    }
    boolean mixed = read.range() instanceof Read.KeyRange.OfTokens;
    try (Cursor cursor = view.cursor(trees.main(), bounds.lower(), bounds.upper())) {
      boolean valid = read.forward() ? cursor.seekToFirst() : cursor.seekToLast();
      while (valid) {
        if (mixed && !isWanted(cursor.key())) {
          valid = skip(cursor);
          continue;
        }
        Item entry = StoredItem.decode(cursor.value()).item();
        take(entry);
        if (scannedCount >= read.limit() || scannedBytes > read.maxBytes()) {
          return page(entry.project(keyNames()));
        }
        valid = step(cursor);
      }
    }
    return page(null);
  }

  private ReadResult.RangePage page(@Nullable Item lastEvaluatedKey) {
    return new ReadResult.RangePage(
        items, count, scannedCount, scannedBytes, fetchedBlocks, lastEvaluatedKey);
  }

  private void take(Item entry) {
    scannedCount++;
    scannedBytes += entry.sizeInBytes();
    Item shown = read.fetchFromTable() ? fetch(entry) : entry;
    if (read.filter().isPresent() && !read.filter().get().matches(ItemDocument.of(shown))) {
      return;
    }
    count++;
    if (!read.countOnly()) {
      items.add(read.projection().isPresent() ? read.projection().get().apply(shown) : shown);
    }
  }

  /** The whole item behind a local index entry, as of the same view. */
  private Item fetch(Item entry) {
    byte[] value =
        view.get(trees.main(), KeyLayout.item(table.groupId(), ItemKey.of(table.key(), entry)));
    if (value == null) {
      throw new IllegalStateException("a local index entry without its item");
    }
    Item item = StoredItem.decode(value).item();
    fetchedBlocks += (item.sizeInBytes() + BLOCK_BYTES - 1) / BLOCK_BYTES;
    return item;
  }

  private Set<String> keyNames() {
    Set<String> names = new LinkedHashSet<>();
    addNames(names, table.key());
    if (index != null) {
      addNames(names, index.key());
    }
    return names;
  }

  private static void addNames(Set<String> names, KeySchema key) {
    for (KeyAttribute attribute : key.partition()) {
      names.add(attribute.name());
    }
    for (KeyAttribute attribute : key.sort()) {
      names.add(attribute.name());
    }
  }

  private boolean step(Cursor cursor) {
    return read.forward() ? cursor.next() : cursor.previous();
  }

  private boolean isWanted(byte[] key) {
    return compareFamily(key, KeyLayout.familyOffset(layout, key)) == 0;
  }

  /** Below zero when {@code key} lies before the wanted entries of its collection. */
  private int compareFamily(byte[] key, int at) {
    int end = Math.min(key.length, at + family.length);
    return Arrays.compareUnsigned(key, at, end, family, 0, family.length);
  }

  /** Moves on from an unwanted key, at least one key; jumps when many of its kind follow. */
  private boolean skip(Cursor cursor) {
    for (int i = 0; i < STEPS_BEFORE_JUMP; i++) {
      if (!step(cursor)) {
        return false;
      }
      if (isWanted(cursor.key())) {
        return true;
      }
    }
    return !read.forward() || jump(cursor);
  }

  private boolean jump(Cursor cursor) {
    byte[] key = cursor.key();
    int at = KeyLayout.familyOffset(layout, key);
    byte[] collection = Arrays.copyOf(key, at);
    if (compareFamily(key, at) < 0) {
      byte[] wanted = Arrays.copyOf(collection, at + family.length);
      System.arraycopy(family, 0, wanted, at, family.length);
      return cursor.seekCeiling(wanted);
    }
    byte[] next = KeyLayout.successor(collection);
    return next != null && cursor.seekCeiling(next);
  }

  /** Bounds in the main tree; a null upper bound is open. */
  private record Bounds(byte[] lower, byte @Nullable [] upper) {}

  /** The keys to look at; null when there are none. */
  private @Nullable Bounds bounds(TokenRange owned) {
    Bounds bounds =
        switch (read.range()) {
          case Read.KeyRange.OfCollection one -> ofCollection(one);
          case Read.KeyRange.OfTokens many -> ofTokens(many.tokens(), owned);
        };
    Item start = read.exclusiveStart();
    if (bounds != null && start != null) {
      bounds = behind(bounds, startKey(start));
    }
    if (bounds == null
        || (bounds.upper() != null
            && Arrays.compareUnsigned(bounds.lower(), bounds.upper()) >= 0)) {
      return null;
    }
    return bounds;
  }

  private Bounds ofCollection(Read.KeyRange.OfCollection one) {
    ItemKey key = new ItemKey(one.token(), one.partitionKey(), NO_SORT);
    byte[] prefix =
        family.length == 1
            ? KeyLayout.familyPrefix(group, key, family[0])
            : KeyLayout.localPrefix(group, key, family[1] & 0xFF);
    SortRange range = one.sort().under(prefix);
    byte[] lower = range.lowerInclusive();
    return new Bounds(lower == null ? prefix : lower, range.upperExclusive());
  }

  private @Nullable Bounds ofTokens(TokenRange asked, TokenRange owned) {
    long from = maxUnsigned(asked.fromInclusive(), owned.fromInclusive());
    long to = -1 - maxUnsigned(-1 - asked.toInclusive(), -1 - owned.toInclusive());
    return Long.compareUnsigned(from, to) > 0
        ? null
        : new Bounds(KeyLayout.tokenLower(group, from), KeyLayout.tokenUpper(group, to));
  }

  private static long maxUnsigned(long left, long right) {
    return Long.compareUnsigned(left, right) >= 0 ? left : right;
  }

  private Bounds behind(Bounds bounds, byte[] start) {
    if (read.forward()) {
      byte[] next = Arrays.copyOf(start, start.length + 1);
      return Arrays.compareUnsigned(next, bounds.lower()) > 0
          ? new Bounds(next, bounds.upper())
          : bounds;
    }
    byte[] upper = bounds.upper();
    return upper == null || Arrays.compareUnsigned(start, upper) < 0
        ? new Bounds(bounds.lower(), start)
        : bounds;
  }

  private byte[] startKey(Item start) {
    ItemKey base = ItemKey.of(table.key(), start);
    if (index == null) {
      return KeyLayout.item(group, base);
    }
    ItemKey indexKey = ItemKey.of(index.key(), start);
    return switch (index.scope()) {
      case LOCAL -> KeyLayout.localEntry(group, base, index.ordinal(), indexKey.sort());
      case GLOBAL -> KeyLayout.globalEntry(group, indexKey, base);
    };
  }
}
