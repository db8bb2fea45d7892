package io.cairndb.rpc.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.cairndb.control.plane.codec.ControlCodec;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.control.plane.watch.CatalogUpdate;
import io.cairndb.control.plane.watch.CatalogUpdate.Place;
import io.cairndb.env.RandomSource;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.ScriptedManager.Watching;
import io.cairndb.rpc.proto.Cluster;
import io.cairndb.rpc.proto.WatchResponse;
import io.grpc.Context;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A watch keeps what it knows, and asks for what it lacks and no more. */
final class ClusterWatchTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final UUID LOG = new UUID(5, 5);

  private final ThreadDelays delays = new ThreadDelays("test-timer");
  private final ScriptedManager manager;
  private final ClusterWatch watch;

  ClusterWatchTest() throws Exception {
    manager = new ScriptedManager();
    watch = new ClusterWatch(manager::channel, delays, RandomSource.seeded(1));
  }

  @AfterEach
  void close() {
    watch.close();
    manager.close();
    delays.close();
  }

  private static WatchResponse update(CatalogUpdate update) {
    return WatchResponse.newBuilder()
        .setUpdate(Payloads.toByteString(ControlCodec.encode(update)))
        .build();
  }

  /** A catalog of that version, as a snapshot. */
  private static WatchResponse snapshot(long position, long version) {
    return update(
        new CatalogUpdate.Snapshot(
            new Place(LOG, position), List.of(new MetadataRecord.SnapshotEnded(version, version))));
  }

  private static WatchResponse appended(long after, long version) {
    return update(
        new CatalogUpdate.Appended(
            new Place(LOG, after), List.of(new MetadataRecord.SnapshotEnded(version, version))));
  }

  private static WatchResponse cluster(boolean formed) {
    Cluster.Builder cluster = Cluster.newBuilder().setVersion(3).setMessageVersion(1);
    cluster
        .addMembersBuilder()
        .setNodeId(Payloads.id(new UUID(1, 2)))
        .setNumber(1)
        .setAddress("[::1]:7101")
        .setShards(2)
        .setAlive(true);
    cluster.addMembersBuilder().setNodeId(Payloads.id(new UUID(1, 3))).setNumber(2).setShards(2);
    if (formed) {
      cluster.addLedgers(Payloads.shard(new ShardId(1, 0)));
    }
    return WatchResponse.newBuilder().setCluster(cluster).build();
  }

  private void reached(long version) throws Exception {
    assertTrue(watch.awaitCatalogVersion(version, LONG).get(20, TimeUnit.SECONDS));
  }

  private static long known(Watching stream) {
    assertTrue(stream.request().hasKnown());
    assertEquals(LOG, Payloads.uuid(stream.request().getKnown().getLog()));
    return stream.request().getKnown().getPosition();
  }

  @Test
  void isReadyWithACatalogAndAFormedCluster() throws Exception {
    watch.start();
    assertFalse(watch.isReady());
    Watching stream = manager.nextWatch();
    assertFalse(stream.request().hasKnown());
    stream.say(snapshot(10, 4));
    reached(4);
    assertFalse(watch.isReady());
    CompletableFuture<Void> ready = new CompletableFuture<>();
    watch.onChange(
        () -> {
          if (watch.isReady()) {
            ready.complete(null);
          }
        });
    stream.say(cluster(false));
    stream.say(cluster(true));
    ready.get(20, TimeUnit.SECONDS);
    assertTrue(watch.isConnected());
    ClusterView view = watch.cluster();
    assertEquals(1, view.members().size(), "who has lost its address cannot be reached");
    assertEquals(new HostPort("::1", 7101), view.members().getFirst().address());
    assertEquals(List.of(new ShardId(1, 0), new ShardId(1, 1)), view.shards());
  }

  @Test
  void goesOnFromItsPlaceAfterAnEnd() throws Exception {
    watch.start();
    Watching first = manager.nextWatch();
    first.say(snapshot(10, 4));
    first.say(appended(10, 5));
    reached(5);
    first.end();
    Watching second = manager.nextWatch();
    assertEquals(11, known(second));
    assertEquals(5, watch.catalog().version());
    second.say(appended(11, 6));
    reached(6);
    manager.stop();
    assertEquals(6, watch.catalog().version());
    manager.start();
    assertEquals(12, known(manager.nextWatch()));
  }

  @Test
  void asksAgainAfterAGap() throws Exception {
    watch.start();
    Watching first = manager.nextWatch();
    first.say(snapshot(10, 4));
    first.say(appended(12, 9));
    Watching second = manager.nextWatch();
    assertEquals(10, known(second));
    assertEquals(4, watch.catalog().version());
    // What a stream given up still delivers is not heard.
    first.say(appended(10, 77));
    second.say(appended(10, 5));
    reached(5);
    assertEquals(5, watch.catalog().version());
  }

  @Test
  void beginsAnewAfterWhatCannotBeRead() throws Exception {
    watch.start();
    Watching first = manager.nextWatch();
    first.say(snapshot(10, 4));
    first.say(WatchResponse.newBuilder().setUpdate(ByteString.copyFromUtf8("nonsense")).build());
    Watching second = manager.nextWatch();
    assertFalse(second.request().hasKnown());
    assertEquals(4, watch.catalog().version());
    second.say(snapshot(20, 8));
    reached(8);
    second.end();
    assertEquals(20, known(manager.nextWatch()));
  }

  /** The thread that brings a version works for nobody; who waited goes on with its own call. */
  @Test
  void whatFollowsAWaitBelongsToTheCallThatWaited() throws Exception {
    watch.start();
    Context.Key<String> request = Context.keyWithDefault("request", "none");
    CompletableFuture<String> came = new CompletableFuture<>();
    CompletableFuture<String> late = new CompletableFuture<>();
    Context.current()
        .withValue(request, "REQUEST1")
        .run(
            () -> {
              var unused =
                  watch.awaitMapVersion(7, LONG).thenAccept(it -> came.complete(request.get()));
              var ignored =
                  watch
                      .awaitMapVersion(9, Duration.ofMillis(20))
                      .thenAccept(it -> late.complete(request.get()));
            });
    Watching stream = manager.nextWatch();
    stream.say(snapshot(1, 6));
    stream.say(appended(1, 7));
    assertEquals("REQUEST1", came.get(20, TimeUnit.SECONDS));
    assertEquals("REQUEST1", late.get(20, TimeUnit.SECONDS));
  }

  @Test
  void aListenerThatFailsCostsNobodyAnything() throws Exception {
    CompletableFuture<Void> told = new CompletableFuture<>();
    watch.onChange(
        () -> {
          throw new IllegalArgumentException("test");
        });
    watch.onChange(() -> told.complete(null));
    watch.start();
    Watching stream = manager.nextWatch();
    stream.say(snapshot(10, 4));
    told.get(20, TimeUnit.SECONDS);
    stream.say(appended(10, 5));
    reached(5);
    assertTrue(manager.watches.isEmpty(), "the watch was begun anew");
  }

  /** The catalog of a message whose other half is nonsense must not be taken without a word. */
  @Test
  void aMessageIsTakenAsAWholeOrNotAtAll() throws Exception {
    watch.start();
    Cluster.Builder nonsense = Cluster.newBuilder();
    nonsense.addMembersBuilder().setAddress("nowhere");
    Watching first = manager.nextWatch();
    first.say(snapshot(10, 4).toBuilder().setCluster(nonsense).build());
    Watching second = manager.nextWatch();
    assertEquals(0, watch.catalog().version());
    second.say(snapshot(10, 4));
    reached(4);
  }

  @Test
  void aChannelThatCannotBeMadeIsAskedForAgain() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (ClusterWatch unlucky =
        new ClusterWatch(
            () -> {
              if (attempts.incrementAndGet() < 3) {
                throw new IllegalArgumentException("test");
              }
              return manager.channel();
            },
            delays,
            RandomSource.seeded(2))) {
      unlucky.start();
      manager.nextWatch().say(snapshot(10, 4));
      assertTrue(unlucky.awaitCatalogVersion(4, LONG).get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void whoWaitsIsToldInTime() throws Exception {
    watch.start();
    assertFalse(watch.awaitCatalogVersion(1, Duration.ofMillis(20)).get(20, TimeUnit.SECONDS));
    CompletableFuture<Boolean> waiting = watch.awaitMapVersion(7, LONG);
    Watching stream = manager.nextWatch();
    stream.say(snapshot(1, 6));
    stream.say(appended(1, 7));
    assertTrue(waiting.get(20, TimeUnit.SECONDS));
    CompletableFuture<Boolean> abandoned = watch.awaitMapVersion(8, LONG);
    watch.close();
    assertFalse(abandoned.get(20, TimeUnit.SECONDS));
    assertFalse(watch.awaitMapVersion(8, LONG).get(20, TimeUnit.SECONDS));
  }
}
