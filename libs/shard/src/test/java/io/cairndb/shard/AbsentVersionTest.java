package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.delete;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.Hlc;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who twice finds no item must be able to tell whether there was one in between. */
final class AbsentVersionTest {
  private final HeldEngine engine = new HeldEngine();
  private final ShardFixture fixture = new ShardFixture(engine);

  private static ReadResult.ItemRead read(ShardFixture from, String pk) {
    Read.GetItem get =
        new Read.GetItem(ShardFixture.REF, ShardFixture.TABLE.tableId(), ShardFixture.key(pk, 1));
    ReadResult answer = from.shard.reader().read(new Read.GetItems(List.of(get), true));
    return assertInstanceOf(ReadResult.ItemsRead.class, answer).items().getFirst();
  }

  private @Nullable Hlc absentVersion(String pk) {
    ReadResult.ItemRead found = read(fixture, pk);
    assertNull(found.item());
    return found.version();
  }

  @Test
  void anItemMadeAndRemovedBetweenTwoReadsIsNoticed() {
    Hlc before = absentVersion("a");
    assertNotNull(before);
    assertEquals(before, absentVersion("a"), "nothing happened");
    fixture.submit(put(item("a", 1)));
    Hlc written = read(fixture, "a").version();
    assertNotNull(written);
    fixture.submit(delete("a", 1));
    Hlc after = absentVersion("a");
    assertNotNull(after);
    assertNotEquals(before, after);
    assertTrue(after.isAfter(written));
    assertEquals(after, absentVersion("a"), "nothing happened since");
  }

  @Test
  void removalsOfOtherItemsRarelyDisturb() {
    Hlc before = absentVersion("a");
    int disturbed = 0;
    for (int i = 0; i < 64; i++) {
      fixture.submit(put(item("other" + i, 1)));
      fixture.submit(delete("other" + i, 1));
    }
    for (int i = 0; i < 64; i++) {
      disturbed += before != null && before.equals(absentVersion("another" + i)) ? 0 : 1;
    }
    assertTrue(disturbed < 16, "disturbed " + disturbed);
  }

  /** The view may or may not hold a removal under way: neither answer could be trusted. */
  @Test
  void whileARemovalBecomesDurableTheVersionIsUnknown() {
    engine.hold();
    CompletableFuture<CommandResult> written = fixture.submitLater(put(item("a", 1)));
    CompletableFuture<CommandResult> removed = fixture.submitLater(delete("a", 1));
    assertFalse(written.isDone() || removed.isDone());
    assertNull(absentVersion("a"));
    engine.release();
    assertNotNull(absentVersion("a"));
  }

  @Test
  void aRestartCountsAsARemoval() {
    fixture.submit(put(item("a", 1)));
    fixture.submit(delete("a", 1));
    Hlc before = absentVersion("a");
    assertNotNull(before);
    Hlc after = read(new ShardFixture(engine.crash()), "a").version();
    assertNotNull(after);
    assertTrue(after.isAfter(before));
  }
}
