package io.cairndb.storage.node.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.PartitionRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes, a table on one and its index on the other: no record goes that the index lacks. */
@Timeout(60)
final class RemoteChangeConsumersTest {
  private static final ShardId HOME = new ShardId(1, 0);
  private static final ShardId INDEX_HOME = new ShardId(2, 0);

  private final TestNode source = new TestNode(1, 1);
  private final TestNode destination = new TestNode(2, 1);
  private final Connections connections = new Connections(RpcOptions.DEFAULT);
  private final StorageNodes nodes =
      new StorageNodes(
          () ->
              new ClusterView(1, List.of(source.member(), destination.member()), List.of(HOME), 1),
          connections,
          Duration.ofSeconds(20));
  private final TestTable table = new TestTable(HOME, INDEX_HOME);
  private final ManualClock clock = new ManualClock(0);
  private int written;
  private volatile PartitionMap map = PartitionMap.EMPTY;
  private final RemoteChangeConsumers consumers =
      new RemoteChangeConsumers(source.node(), nodes, () -> map, clock, Duration.ofSeconds(20));

  RemoteChangeConsumersTest() throws IOException {
    source.node().setChangeConsumers(consumers);
  }

  @AfterEach
  void close() throws IOException {
    nodes.close();
    connections.close();
    source.close();
    destination.close();
  }

  private void install(boolean indexed) {
    var administration = nodes.administration();
    administration.install(HOME, table.schema(indexed), List.of(table.partition())).join();
    if (indexed) {
      administration
          .install(INDEX_HOME, table.schema(true), List.of(table.indexPartition()))
          .join();
    }
  }

  /** Every item is another: one that stays the same leaves no record. */
  private void write(int count) {
    for (int i = 0; i < count; i++, written++) {
      assertInstanceOf(
          CommandResult.Written.class,
          nodes.send(HOME, table.put(TestTable.item("k" + written, "g", "v"))).join());
    }
  }

  private ChangePosition tail() {
    return source.node().changes(HOME).tail(table.partition().id());
  }

  private void apply(ChangePosition upTo) {
    assertInstanceOf(
        CommandResult.IndexApplied.class,
        nodes
            .send(
                INDEX_HOME,
                new Command.ApplyIndexChanges(
                    PartitionRef.of(table.indexPartition()),
                    table.partition().id(),
                    upTo,
                    List.of()))
            .join());
  }

  private int kept() {
    clock.advance(Duration.ofSeconds(6));
    source.node().runHousekeeping();
    return source
        .node()
        .changes(HOME)
        .read(table.partition().id(), ChangePosition.BEGINNING, 1000, 1 << 20)
        .size();
  }

  @Test
  void recordsGoAsFarAsTheIndexOnAnotherNodeHasAppliedThem() {
    install(true);
    map =
        PartitionMap.EMPTY
            .with(TestTable.GROUP, List.of(table.partition()))
            .with(TestTable.INDEX.id(), List.of(table.indexPartition()));
    write(3);
    ChangePosition middle = tail();
    write(2);
    assertEquals(5, kept());
    apply(middle);
    assertEquals(2, kept());
    apply(tail());
    assertEquals(0, kept());
    assertEquals(0, consumers.heldBack());
  }

  @Test
  void anIndexTheCatalogDoesNotKnowYetHoldsEverything() {
    install(true);
    map = PartitionMap.EMPTY.with(TestTable.GROUP, List.of(table.partition()));
    write(3);
    assertEquals(3, kept());
    assertTrue(consumers.heldBack() > 0);
  }

  @Test
  void aHomeThatIsAwayHoldsEverythingAndIsAskedAgainLater() throws IOException {
    install(true);
    map =
        PartitionMap.EMPTY
            .with(TestTable.GROUP, List.of(table.partition()))
            .with(TestTable.INDEX.id(), List.of(table.indexPartition()));
    write(3);
    apply(tail());
    destination.cutOff();
    assertEquals(3, kept());
    destination.serveAgain();
    // For some seconds nobody asks again.
    source.node().runHousekeeping();
    assertEquals(2, consumers.heldBack());
    assertEquals(0, kept());
  }

  @Test
  void recordsOfATableWithoutIndexesGo() {
    install(false);
    write(3);
    assertEquals(0, kept());
  }
}
