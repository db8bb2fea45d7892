package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.GLOBAL;
import static io.cairndb.shard.ShardFixture.INDEX_PARTITION;
import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.TABLE;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a shard holds is told whole, but for what it is about to delete. */
class StoredGroupsTest {
  private static final StoredGroup ITEMS =
      new StoredGroup(TABLE.groupId(), Optional.of(TABLE), Optional.empty());
  private static final StoredGroup ENTRIES =
      new StoredGroup(GLOBAL.id(), Optional.of(TABLE), Optional.of(GLOBAL.name()));

  private final HeldEngine engine = new HeldEngine();
  private final ShardFixture fixture = new ShardFixture(engine);

  private List<StoredGroup> stored() {
    return fixture.shard.reader().storedGroups();
  }

  @Test
  void emptyPartitionsCount() {
    assertEquals(List.of(ITEMS, ENTRIES), stored());
  }

  @Test
  void aTableThatIsBeingPurgedIsNotHeld() {
    for (int i = 0; i < 20; i++) {
      fixture.submit(put(item("p" + i, i, "gsi", "g")));
    }
    fixture.submit(new Command.DropTable(TABLE.tableId()));
    assertEquals(List.of(), stored());
    while (fixture.submit(new Command.AdvanceMaintenance(3))
        instanceof CommandResult.Progress progress) {
      assertEquals(List.of(), stored());
      if (progress.next() == null) {
        break;
      }
    }
    assertEquals(List.of(), stored());
  }

  /** As after a repair of the shard that lost its records. */
  @Test
  void itemsThatNoPartitionHasAreHeldAllTheSame() {
    fixture.submit(put(item("p", 1)));
    Tree meta = engine.tree("meta");
    WriteBatch batch = new WriteBatch();
    batch.delete(meta, MetaKeys.partition(REF.id()));
    batch.delete(meta, MetaKeys.partition(INDEX_PARTITION.id()));
    batch.delete(meta, MetaKeys.schema(TABLE.tableId()));
    engine.write(batch, Durability.SYNC).join();
    assertEquals(
        List.of(new StoredGroup(TABLE.groupId(), Optional.empty(), Optional.empty())), stored());
  }
}
