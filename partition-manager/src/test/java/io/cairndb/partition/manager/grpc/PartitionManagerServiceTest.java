package io.cairndb.partition.manager.grpc;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.codec.ControlCodec;
import io.cairndb.control.plane.watch.CatalogUpdate;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.partition.manager.Commands;
import io.cairndb.partition.manager.FakeShards;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.cluster.Registration;
import io.cairndb.rpc.proto.CatalogPlace;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.ForgetRequest;
import io.cairndb.rpc.proto.ForgetResponse;
import io.cairndb.rpc.proto.Forgetting;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.SubmitResponse;
import io.cairndb.rpc.proto.TableRef;
import io.cairndb.rpc.proto.WatchRequest;
import io.cairndb.rpc.proto.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes, routers and watchers talk to a partition manager that comes and goes. */
final class PartitionManagerServiceTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private Manager manager;

  PartitionManagerServiceTest() throws Exception {
    manager = new Manager();
  }

  @AfterEach
  void close() throws Exception {
    manager.close();
  }

  private static SubmitResponse submit(ManagedChannel channel, ControlCommand command) {
    return Calls.ask(
            channel,
            PartitionManagerGrpc.getSubmitMethod(),
            Payloads.payload(ControlCodec.encode(command)),
            LONG)
        .join();
  }

  private static TableDescriptor accepted(SubmitResponse response) {
    ControlResult result = ControlCodec.decodeResult(Payloads.toBytes(response.getMessage()));
    return assertInstanceOf(ControlResult.Accepted.class, result).table();
  }

  private static ControlCommand tag(int value) {
    return new ControlCommand.AddTags("t", Map.of("k", "v" + value));
  }

  private static Map<String, String> tags(ClusterWatch watch) {
    return requireNonNull(watch.catalog().table("t")).settings().tags();
  }

  private static CallFailure failure(CompletableFuture<?> call) {
    CompletionException failed = assertThrows(CompletionException.class, call::join);
    return assertInstanceOf(CallFailedException.class, failed.getCause()).failure();
  }

  private static BooleanSupplier active(ClusterWatch watch, String table) {
    return () -> {
      TableDescriptor found = watch.catalog().table(table);
      return found != null && found.status() == TableStatus.ACTIVE;
    };
  }

  private static ForgetResponse forget(ManagedChannel channel, int number) {
    return Calls.ask(
            channel,
            PartitionManagerGrpc.getForgetMethod(),
            ForgetRequest.newBuilder().setNumber(number).build(),
            LONG)
        .join();
  }

  /** A node that is gone leaves the cluster when it holds nothing, and watchers hear of it. */
  @Test
  void aMemberThatIsGoneAndHoldsNothingIsForgotten() throws Exception {
    manager.form();
    ManagedChannel channel = manager.channel();
    ClusterWatch watch = manager.watch(manager.channel());
    Registration third = manager.register(3, new HostPort("node-3", 1));
    third.accepted().get(20, TimeUnit.SECONDS);
    Manager.await(watch, () -> watch.cluster().member(3) != null);
    assertEquals(Forgetting.FORGETTING_ALIVE, forget(channel, 3).getOutcome());
    assertEquals(Forgetting.FORGETTING_UNKNOWN, forget(channel, 17).getOutcome());
    third.close();
    Manager.await(watch, () -> !requireNonNull(watch.cluster().member(3)).alive());
    assertEquals(Forgetting.FORGETTING_DONE, forget(channel, 3).getOutcome());
    Manager.await(watch, () -> watch.cluster().member(3) == null);
    manager.losePower();
    manager.start();
    assertEquals(Forgetting.FORGETTING_DONE, forget(manager.channel(), 3).getOutcome());
  }

  @Test
  void aStorageNodeWithPartitionsIsNotForgotten() throws Exception {
    manager.form();
    ManagedChannel channel = manager.channel();
    ClusterWatch watch = manager.watch(manager.channel());
    Registration third = manager.register(3, new HostPort("node-3", 1));
    third.accepted().get(20, TimeUnit.SECONDS);
    accepted(submit(channel, Commands.create("t", "i")));
    assertTrue(manager.manager().controlPlane().heldBy(3).isPresent(), "nothing is placed there");
    third.close();
    Manager.await(
        watch,
        () -> {
          ClusterMember member = watch.cluster().member(3);
          return member != null && !member.alive();
        });
    ForgetResponse refused = forget(channel, 3);
    assertEquals(Forgetting.FORGETTING_IN_USE, refused.getOutcome());
    assertTrue(
        refused.getReason().matches("member 3 holds \\d+ partitions of tables and indexes"),
        refused.getReason());
  }

  @Test
  void commandsAreRefusedBeforeTheClusterForms() throws Exception {
    ManagedChannel channel = manager.channel();
    Registration first = manager.register(1, new HostPort("node-1", 1));
    first.accepted().get(20, TimeUnit.SECONDS);
    CallFailure early =
        failure(
            Calls.ask(
                channel,
                PartitionManagerGrpc.getSubmitMethod(),
                Payloads.payload(ControlCodec.encode(Commands.create("t", "i"))),
                LONG));
    assertEquals(CallFailure.Kind.UNAVAILABLE, early.kind());
    assertTrue(early.certain());
    assertTrue(early.reason().contains("waits for 2 storage nodes and knows 1"), early.reason());
    ClusterWatch watch = manager.watch(channel);
    Manager.await(watch, () -> watch.cluster().members().size() == 1);
    assertFalse(watch.isReady());
    assertEquals(2, manager.register(2, new HostPort("node-2", 1)).accepted().get().number());
    Manager.await(watch, watch::isReady);
    accepted(submit(channel, Commands.create("t", "i")));
    Manager.await(watch, active(watch, "t"));
    assertEquals(
        List.of(new ShardId(1, 0), new ShardId(1, 1), new ShardId(2, 0), new ShardId(2, 1)),
        watch.cluster().ledgers());
  }

  /** A router waits until its own catalog contains what it has just been told. */
  @Test
  void answersNameTheCatalogThatContainsThem() throws Exception {
    manager.form();
    ManagedChannel channel = manager.channel();
    ClusterWatch watch = manager.watch(channel);
    SubmitResponse response = submit(channel, Commands.create("t", "i"));
    assertTrue(watch.awaitCatalogVersion(response.getCatalogVersion(), LONG).get());
    assertNotNull(watch.catalog().table(accepted(response).id()));
    long map = watch.catalog().partitions().version();
    assertTrue(watch.awaitMapVersion(map, Duration.ZERO).get());
    assertFalse(watch.awaitMapVersion(map + 1000, Duration.ofMillis(50)).get());
  }

  @Test
  void watchersAndMembersOutliveThePartitionManager() throws Exception {
    List<Registration> nodes = manager.form();
    ManagedChannel channel = manager.channel();
    ClusterWatch watch = manager.watch(channel);
    Manager.await(watch, watch::isReady);
    accepted(submit(channel, Commands.create("t", "i")));
    Manager.await(watch, active(watch, "t"));
    ClusterView before = watch.cluster();
    for (int round = 0; round < 3; round++) {
      manager.losePower();
      assertNotNull(watch.catalog().table("t"));
      assertTrue(watch.isReady());
      assertEquals(before.ledgers(), watch.cluster().ledgers());
      assertInstanceOf(Registration.State.Registered.class, nodes.getFirst().state());
      manager.start();
      SubmitResponse response = submit(manager.channel(), tag(round));
      assertTrue(watch.awaitCatalogVersion(response.getCatalogVersion(), LONG).get());
      assertEquals(Map.of("k", "v" + round), tags(watch));
    }
    Manager.await(watch, () -> watch.cluster().equals(before));
    assertEquals(1, nodes.getFirst().accepted().get().number());
    assertEquals(2, nodes.getLast().accepted().get().number());
  }

  @Test
  void fiftyWatchersSeeTheSame() throws Exception {
    manager.form();
    List<ClusterWatch> watches = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ManagedChannel channel = manager.channel();
      for (int j = 0; j < 10; j++) {
        watches.add(manager.watch(channel));
      }
    }
    ManagedChannel channel = manager.channel();
    accepted(submit(channel, Commands.create("t", "i")));
    SubmitResponse last = SubmitResponse.getDefaultInstance();
    for (int i = 0; i < 60; i++) {
      last = submit(channel, tag(i));
    }
    for (ClusterWatch watch : watches) {
      assertTrue(watch.awaitCatalogVersion(last.getCatalogVersion(), LONG).get());
      Manager.await(watch, active(watch, "t"));
      assertEquals(Map.of("k", "v59"), tags(watch));
    }
    assertEquals(50, manager.manager().watchers().count());
  }

  @Test
  void placesTellWhatAWatcherLacks() throws Exception {
    manager.form();
    ManagedChannel channel = manager.channel();
    accepted(submit(channel, Commands.create("t", "i")));
    Following watcher = new Following(channel, WatchRequest.getDefaultInstance());
    CatalogUpdate.Snapshot whole =
        assertInstanceOf(CatalogUpdate.Snapshot.class, update(watcher.next()));
    ClusterWatch other = manager.watch(channel);
    Manager.await(other, active(other, "t"));
    submit(channel, tag(1));
    Following near = new Following(channel, from(whole.place()));
    assertEquals(
        whole.place(), assertInstanceOf(CatalogUpdate.Appended.class, update(near.next())).after());
    for (int i = 0; i < Manager.WATCH_RECORDS + 10; i++) {
      submit(channel, tag(i));
    }
    Following far = new Following(channel, from(whole.place()));
    assertInstanceOf(CatalogUpdate.Snapshot.class, update(far.next()));
    Following stranger = new Following(channel, from(new CatalogUpdate.Place(new UUID(1, 1), 3)));
    assertInstanceOf(CatalogUpdate.Snapshot.class, update(stranger.next()));
  }

  /** A watcher that reads nothing for a while costs nothing and then gets all at once. */
  @Test
  void aSlowWatcherHoldsUpNobody() throws Exception {
    manager.form();
    ManagedChannel channel = manager.channel();
    accepted(submit(channel, Commands.create("t", "i")));
    ClusterWatch quick = manager.watch(channel);
    Manager.await(quick, active(quick, "t"));
    Following slow = new Following(manager.channel(), WatchRequest.getDefaultInstance());
    assertNotNull(slow.next());
    String padding = "x".repeat(1500);
    SubmitResponse last = SubmitResponse.getDefaultInstance();
    int changes = 300;
    for (int i = 0; i < changes; i++) {
      ControlCommand large =
          new ControlCommand.AddTags("t", Map.of("k", i + padding, "pad" + i % 40, padding));
      last = submit(channel, large);
    }
    assertTrue(quick.awaitCatalogVersion(last.getCatalogVersion(), LONG).get());
    long sent = manager.manager().watchers().updates();
    CatalogUpdate update = update(slow.next());
    int messages = 1;
    while (!contains(update, changes - 1 + padding)) {
      update = update(slow.next());
      messages++;
    }
    assertTrue(messages < changes, messages + " messages for " + changes + " changes");
    assertTrue(sent > 0);
  }

  private static boolean contains(CatalogUpdate update, String tag) {
    return update.toString().contains(tag);
  }

  @Test
  void whoWaitsForATableIsAnsweredByTheDeadline() throws Exception {
    manager.close();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    manager =
        new Manager(
            new FakeShards() {
              @Override
              public CompletableFuture<Void> install(
                  ShardId shard, TableSchema schema, List<Partition> installed) {
                return gate.thenCompose(open -> super.install(shard, schema, installed));
              }
            });
    manager.form();
    ManagedChannel channel = manager.channel();
    UUID table = accepted(submit(channel, Commands.create("t", "i"))).id();
    CallFailure late = failure(settled(channel, table, Duration.ofMillis(200)));
    assertEquals(CallFailure.Kind.LATE, late.kind());
    CompletableFuture<Empty> waiting = settled(channel, table, LONG);
    gate.complete(null);
    waiting.get(20, TimeUnit.SECONDS);
    settled(channel, new UUID(9, 9), LONG).get(20, TimeUnit.SECONDS);
  }

  private static CompletableFuture<Empty> settled(
      ManagedChannel channel, UUID table, Duration deadline) {
    return Calls.ask(
        channel,
        PartitionManagerGrpc.getSettledMethod(),
        TableRef.newBuilder().setTable(Payloads.id(table)).build(),
        deadline);
  }

  @Test
  void aSecondProcessUnderOneIdentityWaitsForTheFirstToEnd() throws Exception {
    Registration first = manager.register(1, new HostPort("node-1", 1));
    assertEquals(1, first.accepted().get(20, TimeUnit.SECONDS).number());
    Registration second = manager.register(1, new HostPort("copy", 1));
    CompletableFuture<Registration.State.Refused> refused = new CompletableFuture<>();
    second.onChange(
        state -> {
          if (state instanceof Registration.State.Refused told) {
            refused.complete(told);
          }
        });
    if (second.state() instanceof Registration.State.Refused told) {
      refused.complete(told);
    }
    assertEquals("REGISTRATION_DUPLICATE", refused.get(20, TimeUnit.SECONDS).outcome());
    assertFalse(second.accepted().isDone());
    first.close();
    assertEquals(1, second.accepted().get(20, TimeUnit.SECONDS).number());
    assertTrue(manager.manager().refusals() > 0);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    ManagedChannel channel = manager.channel();
    CallFailure unreadable =
        failure(
            Calls.ask(
                channel,
                PartitionManagerGrpc.getSubmitMethod(),
                Payloads.payload(io.cairndb.item.Bytes.utf8("nonsense")),
                LONG));
    assertTrue(unreadable.certain());
    CallFailure nobody =
        failure(
            Calls.ask(
                channel,
                PartitionManagerGrpc.getRegisterMethod(),
                io.cairndb.rpc.proto.RegisterRequest.getDefaultInstance(),
                LONG));
    assertEquals(CallFailure.Kind.FAULT, nobody.kind());
  }

  private static WatchRequest from(CatalogUpdate.Place place) {
    return WatchRequest.newBuilder()
        .setKnown(
            CatalogPlace.newBuilder()
                .setLog(Payloads.id(place.log()))
                .setPosition(place.position()))
        .build();
  }

  private static CatalogUpdate update(WatchResponse response) {
    return ControlCodec.decodeUpdate(Payloads.toBytes(response.getUpdate()));
  }

  /** Takes one message each time it is told to, and none in between. */
  private static final class Following extends ClientCall.Listener<WatchResponse> {
    private final BlockingQueue<WatchResponse> received = new LinkedBlockingQueue<>();
    private final ClientCall<WatchRequest, WatchResponse> call;

    Following(ManagedChannel channel, WatchRequest request) {
      call = channel.newCall(PartitionManagerGrpc.getWatchMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.sendMessage(request);
      call.halfClose();
    }

    /** The next message with an update of the catalog. */
    WatchResponse next() throws InterruptedException {
      while (true) {
        call.request(1);
        WatchResponse response = received.poll(20, TimeUnit.SECONDS);
        assertNotNull(response, "nothing came");
        if (!response.getUpdate().isEmpty()) {
          return response;
        }
      }
    }

    @Override
    public void onMessage(WatchResponse message) {
      received.add(message);
    }
  }
}
