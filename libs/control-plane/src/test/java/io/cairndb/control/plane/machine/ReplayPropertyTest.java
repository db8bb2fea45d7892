package io.cairndb.control.plane.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.codec.RecordCodec;
import io.cairndb.env.RandomSource;
import io.cairndb.item.Bytes;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Definitions given = new Definitions();
    ControlState state = ControlState.EMPTY;
    ControlState fromSnapshot = ControlState.EMPTY;
    List<byte[]> log = new ArrayList<>();
    int accepted = 0;
    for (int i = 0; i < DECISIONS; i++) {
      List<MetadataRecord> records;
      if (random.nextInt(2) == 0 && !state.operations().isEmpty()) {
        records = ControlStateMachine.complete(state, someOutcome(state, random));
      } else if (random.nextInt(20) == 0) {
        given.advanceMillis(random.nextInt(2) * 90_000_000L);
        records = ControlStateMachine.expireStreams(state, given.context());
      } else {
        Decision decision = ControlStateMachine.decide(state, command(random), given.context());
        records = decision.records();
        accepted += decision.result() instanceof ControlResult.Accepted ? 1 : 0;
      }
      state = state.replayAll(records);
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
    return accepted;
  }

  private static StepOutcome someOutcome(ControlState state, RandomSource random) {
    List<UUID> ids = new ArrayList<>(state.operations().keySet());
    UUID id = ids.get(random.nextInt(ids.size()));
    StepAction action = Operations.next(state, id).orElseThrow();
    boolean chunked =
        switch (action) {
          case StepAction.Backfill b -> true;
          case StepAction.AlignExpiry a -> true;
          case StepAction.Purge p -> true;
          case StepAction.Install i -> false;
          case StepAction.Fence f -> false;
          case StepAction.AwaitCaughtUp a -> false;
        };
    Optional<Bytes> next =
        chunked && random.nextInt(3) == 0
            ? Optional.of(Bytes.utf8("key" + random.nextInt(100)))
            : Optional.empty();
    return new StepOutcome(id, action, next);
  }

  private static ControlCommand command(RandomSource random) {
    String table = "table-" + random.nextInt(4);
    String index = "index-" + random.nextInt(3);
    return switch (random.nextInt(12)) {
      case 0, 1 -> Definitions.create(table, Definitions.index("index-0"));
      case 2 -> new ControlCommand.DeleteTable(table);
      case 3, 4 -> Definitions.addIndex(table, index);
      case 5 -> Definitions.update(table, new TableChanges.DeleteIndex(index));
      case 6 -> new ControlCommand.SetTimeToLive(table, "at", random.nextInt(2) == 0);
      case 7 -> Definitions.stream(table, Optional.of(StreamView.NEW_IMAGE));
      case 8 -> Definitions.stream(table, Optional.empty());
      case 9 -> Definitions.bill(table, BillingMode.PAY_PER_REQUEST, 0);
      case 10 -> new ControlCommand.AddTags(table, Map.of("k" + random.nextInt(3), "ü"));
      default -> new ControlCommand.SetResourcePolicy(table, Optional.of("{}"), Optional.empty());
    };
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
