package io.cairndb.partition.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TtlStatus;
import io.cairndb.control.plane.machine.Operation;
import io.cairndb.control.plane.machine.StepAction;
import io.cairndb.env.ManualClock;
import io.cairndb.item.schema.StreamView;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The control plane is killed at every write of its store and at every call to a shard, each before
 * and after the effect, in every operation; started again, it ends where it would have ended
 * undisturbed, and the shards agree with the catalog.
 */
final class ControlPlaneCrashTest {
  private static final List<ControlCommand> SCRIPT =
      List.of(
          Commands.create("t", "first"),
          new ControlCommand.SetTimeToLive("t", "at", true),
          Commands.addIndex("t", "late"),
          Commands.stream("t", Optional.of(StreamView.NEW_IMAGE)),
          new ControlCommand.AddTags("t", Map.of("k", "v")),
          Commands.update("t", new TableChanges.DeleteIndex("first")),
          Commands.stream("t", Optional.empty()),
          new ControlCommand.SetTimeToLive("t", "at", false),
          Commands.create("u", "other"),
          new ControlCommand.DeleteTable("t"),
          Commands.create("t", "again"));

  private final InMemoryEngine engine = new InMemoryEngine();
  private final FakeShards shards = new FakeShards();
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private ManualLoop loop = new ManualLoop();
  private long lastId;
  private int stepFailures;
  private int storeFailures;
  private Consumer<Catalog> catalogChange = catalog -> {};
  private ControlPlane plane = open();

  @Test
  void undisturbedScriptEndsInAgreement() {
    runScript();
    assertEndState();
    assertEquals(0, stepFailures);
  }

  @Test
  void survivesACrashAtEveryWriteOfTheStore() {
    int crashes = 0;
    for (int n = 1; ; n++) {
      for (boolean survives : new boolean[] {false, true}) {
        ControlPlaneCrashTest run = new ControlPlaneCrashTest();
        run.engine.failWrite(n, survives);
        run.runScript();
        run.assertEndState();
        crashes += run.storeFailures;
      }
      if (crashes < 2 * n) {
        assertTrue(n > 30, "the script has fewer writes than thought: " + n);
        return;
      }
    }
  }

  @Test
  void survivesAFailureOfEveryShardCallByTryingAgain() {
    int failures = 0;
    for (int n = 1; ; n++) {
      for (boolean takesEffect : new boolean[] {false, true}) {
        ControlPlaneCrashTest run = new ControlPlaneCrashTest();
        run.shards.failCall(n, takesEffect);
        run.runScript();
        run.assertEndState();
        failures += run.stepFailures;
      }
      if (failures < 2 * n) {
        assertTrue(n > 40, "the script has fewer shard calls than thought: " + n);
        return;
      }
    }
  }

  @Test
  void startedAgainAtEveryShardCall() {
    int restarts = 0;
    for (int n = 1; ; n++) {
      ControlPlaneCrashTest run = new ControlPlaneCrashTest();
      run.shards.failCall(n, true);
      for (ControlCommand command : SCRIPT) {
        run.submit(command);
        if (run.stepFailures > 0) {
          run.restart();
          run.stepFailures = 0;
          restarts++;
        }
        run.settle();
      }
      run.assertEndState();
      if (restarts < n) {
        assertTrue(n > 40, "the script has fewer shard calls than thought: " + n);
        return;
      }
    }
  }

  @Test
  void snapshotTakesThePlaceOfALongLog() {
    submit(Commands.create("t", "first"));
    settle();
    for (int i = 0; i < 200; i++) {
      submit(new ControlCommand.AddTags("t", Map.of("k", "v" + i)));
    }
    assertTrue(engine.size("metadata-log") < 30, "log: " + engine.size("metadata-log"));
    Catalog before = plane.catalog();
    restart();
    assertEquals(before, plane.catalog());
    submit(new ControlCommand.DeleteTable("t"));
    settle();
    restart();
    assertTrue(plane.catalog().tables().isEmpty());
  }

  /** An operation whose step was done must not stand still because of a defect behind the step. */
  @Test
  void goesOnWhenCompletingAStepFails() {
    submit(Commands.create("t", "first"));
    settle();
    AtomicInteger changes = new AtomicInteger();
    catalogChange =
        catalog -> {
          if (changes.incrementAndGet() == 2) {
            throw new IllegalStateException("injected");
          }
        };
    submit(Commands.addIndex("t", "late"));
    settle();
    assertEquals(1, stepFailures);
    for (GlobalIndex index : table("t").globalIndexes()) {
      assertEquals(IndexStatus.ACTIVE, index.status());
    }
  }

  @Test
  void decidesNothingAfterItsStoreFailed() {
    submit(Commands.create("t", "first"));
    settle();
    engine.failWrite(1, false);
    CompletableFuture<ControlResult> unknown =
        plane.submit(new ControlCommand.AddTags("t", Map.of("k", "v")));
    loop.run();
    assertTrue(unknown.isCompletedExceptionally(), "an unknown outcome is not an answer");
    assertTrue(plane.submit(Commands.create("u", "x")).isCompletedExceptionally());
    assertNotNull(plane.catalog().table("t"), "the last catalog stays readable");
    assertEquals(1, storeFailures);
  }

  @Test
  void aCommandNobodyWaitsForIsNotDecided() {
    CompletableFuture<ControlResult> given = plane.submit(Commands.create("t", "first"));
    given.cancel(false);
    loop.run();
    assertEquals(Map.of(), plane.catalog().tables());
  }

  @Test
  void statisticsAreSummedOverPartitions() {
    submit(Commands.create("t", "first"));
    settle();
    TableDescriptor table = table("t");
    TableStatistics statistics = plane.statistics(table.id()).join();
    assertEquals(2L * FakeShards.ITEMS, statistics.table().items());
    TableStatistics.Counts global =
        statistics.indexes().get(table.globalIndexes().getFirst().definition().id());
    assertNotNull(global);
    assertEquals(2000 / 2, global.bytes());
    assertEquals(TableStatistics.EMPTY, plane.statistics(new UUID(0, 0)).join());
  }

  private void runScript() {
    for (ControlCommand command : SCRIPT) {
      submitUntilKnown(command);
      settle();
    }
  }

  /** A client whose request met a crash asks again; a refusal then means it had been decided. */
  private void submitUntilKnown(ControlCommand command) {
    CompletableFuture<ControlResult> answer = plane.submit(command);
    loop.run();
    if (answer.isCompletedExceptionally()) {
      restart();
      settle();
      answer = plane.submit(command);
      loop.run();
      assertTrue(answer.isDone());
      return;
    }
    if (!engine.failed()) {
      assertInstanceOf(ControlResult.Accepted.class, answer.join());
    }
  }

  private void submit(ControlCommand command) {
    CompletableFuture<ControlResult> answer = plane.submit(command);
    loop.run();
    assertInstanceOf(ControlResult.Accepted.class, answer.join(), command::toString);
  }

  /** Runs until every operation is over, through failures and restarts. */
  private void settle() {
    for (int i = 0; i < 20; i++) {
      loop.passTime();
      if (engine.failed()) {
        restart();
      }
      clock.advance(Duration.ofSeconds(1));
    }
  }

  private void restart() {
    plane.close();
    engine.restart();
    loop = new ManualLoop();
    plane = open();
    loop.run();
  }

  private ControlPlane open() {
    List<ShardId> homes = List.of(new ShardId(0, 0), new ShardId(0, 1));
    ControlPlaneConfig config =
        new ControlPlaneConfig(
            ControlPlaneConfig.DEFAULT.limits(),
            2,
            2,
            20,
            5,
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1));
    return new ControlPlane.Builder(
            engine, shards, () -> homes, loop, config, clock, () -> new UUID(0x7000, ++lastId))
        .listener(
            new ControlPlaneListener() {
              @Override
              public void catalogChanged(Catalog catalog) {
                catalogChange.accept(catalog);
              }

              @Override
              public void stepFailed(
                  Operation operation, StepAction action, int attempts, Throwable cause) {
                stepFailures++;
              }

              @Override
              public void storeFailed(Throwable cause) {
                storeFailures++;
              }
            })
        .open();
  }

  private TableDescriptor table(String name) {
    TableDescriptor table = plane.catalog().table(name);
    assertNotNull(table);
    return table;
  }

  private void assertEndState() {
    Catalog catalog = plane.catalog();
    assertEquals(Set.of("t", "u"), catalog.tables().keySet());
    Set<PartitionId> expected = new HashSet<>();
    for (Partition partition : catalog.partitions().partitions()) {
      expected.add(partition.id());
    }
    assertEquals(expected, shards.partitions.keySet(), "shards host exactly the map's partitions");
    assertEquals(2, shards.schemas.size());
    for (TableDescriptor table : catalog.tables().values()) {
      assertEquals(TableStatus.ACTIVE, table.status());
      assertEquals(table.schema(), shards.schemas.get(table.id()));
      assertFalse(shards.fenced.contains(table.id()));
      for (GlobalIndex index : table.globalIndexes()) {
        assertEquals(IndexStatus.ACTIVE, index.status());
      }
    }
    assertEquals(Map.of(), table("t").settings().tags(), "the second t is another table");
    assertEquals(TtlStatus.DISABLED, table("t").timeToLive().status());
    assertTrue(shards.expiry.isEmpty(), "turning expiry off removed every time");
    assertEquals(1, shards.offered.size(), "only the late index was backfilled");
    Set<Integer> all = new TreeSet<>(Set.of(0, 1, 2, 3, 4));
    shards.applied.values().iterator().next().values().forEach(s -> assertEquals(all, s));
    assertEquals(2, shards.applied.values().iterator().next().size());
    assertEquals(1, catalog.retiredStreams().size());
  }
}
