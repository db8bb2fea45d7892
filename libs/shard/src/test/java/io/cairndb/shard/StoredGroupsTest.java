package io.cairndb.shard;

import static io.cairndb.shard.ShardFixture.GLOBAL;
import static io.cairndb.shard.ShardFixture.INDEX_PARTITION;
import static io.cairndb.shard.ShardFixture.REF;
import static io.cairndb.shard.ShardFixture.TABLE;
import static io.cairndb.shard.ShardFixture.item;
import static io.cairndb.shard.ShardFixture.put;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    GroupInventory inventory = fixture.shard.reader().inventory();
    inventory.walk(1000);
    return inventory.held();
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

  private static byte[] key(UUID group, int number) {
    return ByteBuffer.allocate(28)
        .putLong(group.getMostSignificantBits())
        .putLong(group.getLeastSignificantBits())
        .putLong(number)
        .putInt(number)
        .array();
  }

  /** Deleted keys cost steps, and the walk goes on where the last one ended. */
  @Test
  void aWalkIsBoundedAndGoesOn() throws IOException {
    UUID deleted = new UUID(1, 0);
    UUID lost = new UUID(-1, -1);
    try (StorageEngine lsm =
        LsmEngine.open(
            new MemoryFileSystem(),
            Path.of("/walk"),
            EngineOptions.defaults(),
            new ManualClock(0),
            new SimulatedWorkers(true))) {
      ShardReader reader = new ShardFixture(lsm).shard.reader();
      Tree main = lsm.tree("main");
      WriteBatch batch = new WriteBatch();
      for (int i = 0; i < 100; i++) {
        batch.put(main, key(deleted, i), new byte[0]);
      }
      batch.put(main, key(lost, 1), new byte[0]);
      lsm.write(batch, Durability.SYNC).join();
      WriteBatch deletion = new WriteBatch();
      for (int i = 0; i < 100; i++) {
        deletion.delete(main, key(deleted, i));
      }
      lsm.write(deletion, Durability.SYNC).join();
      StoredGroup orphan = new StoredGroup(lost, Optional.empty(), Optional.empty());
      GroupInventory inventory = reader.inventory();
      assertEquals(List.of(ITEMS, ENTRIES), inventory.held(), "records alone");
      for (int walks = 0; walks < 10; walks++) {
        inventory.walk(10);
        assertEquals(List.of(ITEMS, ENTRIES), inventory.held(), "after walk " + walks);
      }
      for (int walks = 0; walks < 10; walks++) {
        inventory.walk(10);
      }
      assertEquals(List.of(ITEMS, ENTRIES, orphan), inventory.held());
      WriteBatch end = new WriteBatch();
      end.delete(main, key(lost, 1));
      lsm.write(end, Durability.SYNC).join();
      assertEquals(List.of(ITEMS, ENTRIES), inventory.held(), "it is gone");
    }
  }
}
