package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.TABLE;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.key;
import static io.cairndb.shard.ShardFixture.put;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cairndb.item.Item;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads of single items into memory that is used again. */
final class ItemBufferTest {
  private final ShardFixture fixture = new ShardFixture(new HeldEngine());
  private final ItemBuffer buffer = new ItemBuffer();

  private @Nullable Item read(String pk) {
    Read.GetItem get = new Read.GetItem(REF, TABLE.tableId(), key(pk, 1), buffer);
    return ((ReadResult.ItemRead) fixture.shard.reader().read(get)).item();
  }

  @Test
  void anItemIsGoodUntilTheNextIsReadIntoIt() {
    Item first = item("a", 1, "x", "1");
    Item second = item("b", 1, "x", "2");
    fixture.submit(put(first));
    fixture.submit(put(second));
    Item read = read("a");
    assertEquals(first, read);
    assertEquals(second, read("b"));
    assertEquals(second, read, "the same memory");
    assertEquals(first, fixture.get("a", 1));
  }

  @Test
  void oneItemAfterAnotherIsReadIntoIt() {
    Item small = item("a", 1, "x", "1");
    Item large = item("b", 1, "x", "2".repeat(100_000));
    fixture.submit(put(small));
    fixture.submit(put(large));
    for (int i = 0; i < 3; i++) {
      assertEquals(small, read("a"));
      assertEquals(large.sizeInBytes(), requireNonNull(read("b")).sizeInBytes());
      assertNull(read("c"));
    }
  }
}
