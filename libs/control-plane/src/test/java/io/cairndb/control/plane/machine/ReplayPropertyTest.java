package io.cairndb.control.plane.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.codec.RecordCodec;
import io.cairndb.env.RandomSource;
import io.cairndb.item.schema.SecondaryIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random histories: the state rebuilt from stored records, or from a snapshot and the records after
 * it, equals the one in memory after every decision; and the catalog keeps its invariants.
 */
final class ReplayPropertyTest {
  private static final int HISTORIES = 60;
  private static final int DECISIONS = 120;

  @Test
  void rebuiltStateEqualsTheOneInMemory() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("rerun with -Dcairn.seed=" + seed);
    int accepted = 0;
    for (int history = 0; history < HISTORIES; history++) {
      accepted += run(RandomSource.seeded(seed + history));
    }
    assertTrue(accepted > HISTORIES * 10, "too few commands were accepted: " + accepted);
  }

  private static int run(RandomSource random) {
    RandomHistory history = new RandomHistory(random);
    ControlState state = ControlState.EMPTY;
    ControlState fromSnapshot = ControlState.EMPTY;
    List<byte[]> log = new ArrayList<>();
    for (int i = 0; i < DECISIONS; i++) {
      List<MetadataRecord> records = history.advance();
      state = history.state();
      for (MetadataRecord record : records) {
        byte[] stored = RecordCodec.encode(record);
        assertEquals(record, RecordCodec.decode(stored));
        log.add(stored);
        fromSnapshot = fromSnapshot.replay(RecordCodec.decode(stored));
      }
      if (random.nextInt(15) == 0) {
        fromSnapshot = ControlState.EMPTY.replayAll(fromSnapshot.snapshot());
      }
      assertEquals(state, fromSnapshot);
      checkInvariants(state);
    }
    ControlState rebuilt = ControlState.EMPTY;
    for (byte[] stored : log) {
      rebuilt = rebuilt.replay(RecordCodec.decode(stored));
    }
    assertEquals(state, rebuilt);
    return history.accepted();
  }

  private static void checkInvariants(ControlState state) {
    Set<UUID> groups = new HashSet<>();
    for (TableDescriptor table : state.catalog().tables().values()) {
      groups.add(table.schema().groupId());
      List<SecondaryIndex> fed =
          table.globalIndexes().stream()
              .filter(index -> index.status() != IndexStatus.DELETING)
              .map(GlobalIndex::definition)
              .toList();
      assertEquals(fed, table.schema().globalIndexes());
      table.globalIndexes().forEach(index -> groups.add(index.definition().id()));
      assertEquals(
          table.latestStream().filter(s -> s.isOpen()).map(s -> s.view()), table.schema().stream());
    }
    for (Operation operation : state.operations().values()) {
      if (operation instanceof Operation.DeleteTable delete) {
        groups.addAll(delete.groups());
      } else {
        assertNotNull(state.catalog().table(operation.tableId()));
      }
      assertTrue(Operations.next(state, operation.id()).isPresent());
    }
    assertEquals(groups, new HashSet<>(state.catalog().partitions().groups()));
  }
}
