package io.cairndb.storage.node.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.cairndb.causality.Hlc;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.NodeDescription;
import io.cairndb.rpc.proto.PartitionPlace;
import io.cairndb.rpc.proto.ReadChangesRequest;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.TransactAction;
import io.cairndb.shard.TransactionId;
import io.cairndb.shard.codec.ShardCodec;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every method of a storage node, asked as others ask it, and what it refuses. */
final class StorageNodeServiceTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final ShardId HOME = new ShardId(3, 0);
  private static final ShardId INDEX_HOME = new ShardId(3, 1);

  private final TestNode served = new TestNode(3, 2);
  private final Connections connections = new Connections(RpcOptions.DEFAULT);
  private final StorageNodes nodes =
      new StorageNodes(
          () -> new ClusterView(1, List.of(served.member()), List.of(HOME), 1), connections, LONG);
  private final TestTable table = new TestTable(HOME, INDEX_HOME);
  private final PartitionId partition = table.partition().id();

  StorageNodeServiceTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    nodes.close();
    connections.close();
    served.close();
  }

  private void install(boolean indexed) {
    var administration = nodes.administration();
    administration.install(HOME, table.schema(indexed), List.of(table.partition())).join();
    List<Partition> there = indexed ? List.of(table.indexPartition()) : List.of();
    administration.install(INDEX_HOME, table.schema(indexed), there).join();
  }

  private ShardResponse send(ShardRequest request) {
    return nodes.send(HOME, request).join();
  }

  @Test
  void itemsAreWrittenAndRead() {
    install(false);
    Item item = TestTable.item("a", "more", "than the key");
    assertInstanceOf(CommandResult.Written.class, send(table.put(item)));
    ReadResult.ItemRead read = assertInstanceOf(ReadResult.ItemRead.class, send(table.get("a")));
    assertEquals(item, read.item());
    assertNull(assertInstanceOf(ReadResult.ItemRead.class, send(table.get("b"))).item());
    ReadResult.RangePage page = assertInstanceOf(ReadResult.RangePage.class, send(table.scan(100)));
    assertEquals(List.of(item), page.items());
    assertNull(served.events.defect.get());
  }

  @Test
  void refusalsOfTheShardPassThrough() {
    assertInstanceOf(Refusal.TableGone.class, send(table.get("a")));
    install(false);
    assertEquals(
        new Refusal.WrongPartition(null), nodes.send(new ShardId(3, 9), table.get("a")).join());
    assertEquals(
        new Refusal.WrongPartition(null),
        nodes.send(new ShardId(3, 9), table.put(TestTable.item("a"))).join());
  }

  @Test
  void administrationInstallsShowsDropsAndCleansUp() {
    install(false);
    for (int i = 0; i < 5; i++) {
      send(table.put(TestTable.item("k" + i)));
    }
    assertEquals(5, nodes.statistics(HOME).join().partitions().getFirst().size().items());
    install(true);
    var administration = nodes.administration();
    Optional<Bytes> next = Optional.empty();
    int chunks = 0;
    do {
      next = administration.backfill(table.partition(), TestTable.INDEX.id(), next, 2).join();
      chunks++;
    } while (next.isPresent());
    assertTrue(chunks >= 3, () -> "chunks were too long");
    List<ChangeRecord.Positioned> changes =
        nodes.readChanges(HOME, partition, ChangePosition.BEGINNING, 100, 1 << 20).join();
    assertEquals(
        5, changes.stream().filter(it -> it.change().kind() == ChangeRecord.Kind.BACKFILL).count());
    administration.drop(HOME, TestTable.TABLE).join();
    assertInstanceOf(Refusal.TableGone.class, send(table.get("k1")));
    while (administration.advanceMaintenance(HOME, 2).join()) {
      assertInstanceOf(Refusal.TableGone.class, send(table.get("k1")));
    }
  }

  @Test
  void changeLogsAndCursorsAreRead() {
    install(true);
    assertEquals(Optional.empty(), nodes.changesOldest(HOME, partition).join());
    assertEquals(ChangePosition.BEGINNING, nodes.changesTail(HOME, partition).join());
    assertEquals(List.of(), nodes.changedPartitions(HOME).join());
    for (int i = 0; i < 3; i++) {
      send(table.put(TestTable.item("k" + i, "g", "v")));
    }
    List<ChangeRecord.Positioned> all =
        nodes.readChanges(HOME, partition, ChangePosition.BEGINNING, 100, 1 << 20).join();
    assertEquals(3, all.size());
    assertEquals(TestTable.item("k0", "g", "v"), all.getFirst().change().newItem());
    assertEquals(
        all.subList(1, 2),
        nodes.readChanges(HOME, partition, all.getFirst().position(), 1, 1 << 20).join());
    ChangePosition tail = nodes.changesTail(HOME, partition).join();
    assertEquals(all.getLast().position(), tail);
    assertEquals(
        Optional.of(all.getFirst().position()), nodes.changesOldest(HOME, partition).join());
    assertEquals(List.of(partition), nodes.changedPartitions(HOME).join());
    PartitionId index = table.indexPartition().id();
    assertEquals(ChangePosition.BEGINNING, nodes.indexCursor(INDEX_HOME, index, partition).join());
    Command apply =
        new Command.ApplyIndexChanges(
            PartitionRef.of(table.indexPartition()), partition, tail, List.of());
    assertInstanceOf(CommandResult.IndexApplied.class, nodes.send(INDEX_HOME, apply).join());
    assertEquals(tail, nodes.indexCursor(INDEX_HOME, index, partition).join());
  }

  @Test
  void unfinishedTransactionsAreListed() {
    install(false);
    TransactionId transaction = new TransactionId(new UUID(System.currentTimeMillis() << 16, 9));
    send(new Command.BeginTransaction(transaction, List.of(HOME), Optional.empty()));
    Command.WriteItem write = table.put(TestTable.item("a"));
    TransactAction action =
        new TransactAction(
            write.partition(),
            write.tableId(),
            write.key(),
            Optional.of(write.mutation()),
            Optional.empty(),
            false);
    ShardResponse prepared =
        send(
            new Command.PrepareTransaction(
                transaction, new Hlc(1L << 40, 0), HOME, List.of(action)));
    assertInstanceOf(CommandResult.Prepared.class, prepared);
    var held = nodes.unfinishedTransactions(HOME).join();
    assertEquals(transaction, held.ledger().getFirst().transaction());
    assertEquals(transaction, held.prepared().getFirst().transaction());
    assertEquals(List.of(), nodes.unfinishedTransactions(INDEX_HOME).join().ledger());
  }

  @Test
  void aNodeSaysWhoItIs() {
    NodeDescription description =
        ask(StorageNodeGrpc.getDescribeMethod(), Empty.getDefaultInstance());
    assertEquals(new UUID(3, 3), Payloads.uuid(description.getNodeId()));
    assertEquals(3, description.getNumber());
    assertEquals(2, description.getShards());
    assertEquals(ShardCodec.VERSION, description.getMessageVersion());
  }

  /**
   * An address may have become another node's: its shards must not do what was meant for others.
   */
  @Test
  void whatIsMeantForAnotherNodeIsRefusedWithCertainty() {
    StorageNodes mistaken =
        new StorageNodes(
            () ->
                new ClusterView(
                    1,
                    List.of(new ClusterMember(new UUID(1, 1), 8, served.address(), 2, true)),
                    List.of(),
                    1),
            connections,
            LONG);
    ShardId meant = new ShardId(8, 0);
    assertInstanceOf(
        Refusal.Unavailable.class,
        mistaken
            .send(meant, new Command.ForgetTransaction(new TransactionId(new UUID(1, 2))))
            .join());
    for (CompletableFuture<?> asked :
        List.of(
            mistaken.statistics(meant),
            mistaken.changesTail(meant, partition),
            mistaken.changedPartitions(meant),
            mistaken.unfinishedTransactions(meant),
            mistaken.indexCursor(meant, partition, partition))) {
      assertTrue(failure(asked).certain());
    }
    assertEquals(List.of(), served.events.malformed);
  }

  @Test
  void whatCannotBeReadIsRefusedWithCertainty() {
    install(false);
    ByteString noise = ByteString.copyFrom(new byte[] {9, 9, 9});
    CallFailure refused = failure(nodes.execute(HOME, noise));
    assertTrue(refused.certain(), refused::toString);
    ByteString unknown = ByteString.copyFrom(new byte[] {120, 0});
    assertEquals(CallFailure.Kind.UNSUPPORTED, failure(nodes.execute(HOME, unknown)).kind());
    ExecuteRequest otherCommand =
        ExecuteRequest.newBuilder()
            .setMessage(
                Payloads.toByteString(ShardCodec.encode(new Command.DropTable(TestTable.TABLE))))
            .build();
    assertTrue(failure(asked(StorageNodeGrpc.getInstallMethod(), otherCommand)).certain());
    assertTrue(
        failure(
                asked(
                    StorageNodeGrpc.getReadChangesMethod(),
                    ReadChangesRequest.getDefaultInstance()))
            .certain());
    assertTrue(
        failure(asked(StorageNodeGrpc.getChangesTailMethod(), PartitionPlace.getDefaultInstance()))
            .certain());
    assertInstanceOf(ReadResult.ItemRead.class, send(table.get("a")));
    assertEquals(5, served.events.malformed.size(), served.events.malformed::toString);
    assertNull(served.events.defect.get());
  }

  /** A scan costs a disk; more of them than the bound must not queue behind each other. */
  @Test
  void readsBeyondTheBoundAreRefusedAndPointReadsAreNot() throws IOException {
    try (TestNode narrow = new TestNode(3, 1, 0)) {
      StorageNodes asked =
          new StorageNodes(
              () -> new ClusterView(1, List.of(narrow.member()), List.of(), 1), connections, LONG);
      asked.administration().install(HOME, table.schema(false), List.of(table.partition())).join();
      assertInstanceOf(
          CommandResult.Written.class, asked.send(HOME, table.put(TestTable.item("a"))).join());
      assertEquals(new Refusal.Overloaded(), asked.send(HOME, table.scan(100)).join());
      assertInstanceOf(ReadResult.ItemRead.class, asked.send(HOME, table.get("a")).join());
      assertEquals(1, narrow.events.overloads.get());
    }
  }

  @Test
  void aStoppingNodeRefusesWithCertainty() {
    install(false);
    served.service().close();
    assertInstanceOf(Refusal.Unavailable.class, send(table.put(TestTable.item("a"))));
    assertTrue(failure(nodes.statistics(HOME)).certain());
  }

  @Test
  void aNodeThatIsNotKnownIsCertainlyNotAsked() {
    ShardId unknown = new ShardId(77, 0);
    assertInstanceOf(
        Refusal.Unavailable.class, nodes.send(unknown, table.put(TestTable.item("a"))).join());
    assertTrue(failure(nodes.changedPartitions(unknown)).certain());
    nodes.close();
    assertInstanceOf(Refusal.Unavailable.class, send(table.put(TestTable.item("a"))));
  }

  private <Q, A> CompletableFuture<A> asked(MethodDescriptor<Q, A> method, Q request) {
    return Calls.ask(connections.to(served.address()), method, request, LONG);
  }

  private <Q, A> A ask(MethodDescriptor<Q, A> method, Q request) {
    return asked(method, request).join();
  }

  private static CallFailure failure(CompletableFuture<?> answer) {
    Throwable cause = assertThrows(CompletionException.class, answer::join).getCause();
    assertFalse(cause == null);
    return assertInstanceOf(CallFailedException.class, cause).failure();
  }
}
