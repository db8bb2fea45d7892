package io.cairndb.control.plane.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.StreamStatus;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.control.plane.TableDefinition.IndexDefinition;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TableStream;
import io.cairndb.control.plane.Throughput;
import io.cairndb.control.plane.TtlStatus;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.StreamView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each command does to the catalog, when it is refused, and how lifecycles go on. */
final class ControlStateMachineTest {
  private final Definitions given = new Definitions();
  private ControlState state = ControlState.EMPTY;

  @Test
  void tableBecomesActiveOnceItsShardsKnowIt() {
    TableDescriptor created = accept(Definitions.create("t", Definitions.index("a")));
    assertEquals(TableStatus.CREATING, created.status());
    assertEquals(IndexStatus.CREATING, created.globalIndexes().getFirst().status());
    assertEquals(2, partitionsOf(created.id()));
    assertEquals(2, partitionsOf(created.globalIndexes().getFirst().definition().id()));
    finish();
    assertEquals(TableStatus.ACTIVE, table("t").status());
    assertEquals(IndexStatus.ACTIVE, table("t").globalIndexes().getFirst().status());
    assertEquals(StreamStatus.ENABLED, table("t").latestStream().orElseThrow().status());
    assertTrue(table("t").latestStream().orElseThrow().label().startsWith("2023-11-14T22:13:"));
  }

  @Test
  void nameIsTakenUntilTheTableIsFenced() {
    active("t");
    assertEquals(new ControlResult.TableExists("t"), refuse(Definitions.create("t")));
    accept(new ControlCommand.DeleteTable("t"));
    assertEquals(new ControlResult.TableExists("t"), refuse(Definitions.create("t")));
    assertEquals(
        new ControlResult.TableBusy("t", TableStatus.DELETING),
        refuse(new ControlCommand.DeleteTable("t")));
    UUID deleted = table("t").id();
    step();
    assertNull(state.catalog().table("t"));
    TableDescriptor again = accept(Definitions.create("t"));
    assertNotEquals(deleted, again.id());
    finish();
    assertEquals(0, partitionsOf(deleted));
    assertTrue(state.operations().isEmpty());
  }

  @Test
  void commandsOnAMissingTableAreRefused() {
    ControlResult missing = new ControlResult.TableNotFound("t");
    assertEquals(missing, refuse(new ControlCommand.DeleteTable("t")));
    assertEquals(missing, refuse(Definitions.protect("t", true)));
    assertEquals(missing, refuse(new ControlCommand.SetTimeToLive("t", "a", true)));
    assertEquals(missing, refuse(new ControlCommand.AddTags("t", Map.of("a", "b"))));
    assertEquals(missing, refuse(new ControlCommand.RemoveTags("t", List.of("a"))));
    assertEquals(
        missing,
        refuse(new ControlCommand.SetResourcePolicy("t", Optional.of("{}"), Optional.empty())));
  }

  @Test
  void deletionProtectionHolds() {
    active("t");
    accept(Definitions.protect("t", true));
    finish();
    assertEquals(
        new ControlResult.DeletionProtected("t"), refuse(new ControlCommand.DeleteTable("t")));
    accept(Definitions.protect("t", false));
    assertEquals(
        new ControlResult.TableBusy("t", TableStatus.UPDATING),
        refuse(new ControlCommand.DeleteTable("t")));
    finish();
    accept(new ControlCommand.DeleteTable("t"));
  }

  @Test
  void indexIsFedFirstThenBackfilledThenReadable() {
    active("t");
    TableDescriptor updating = accept(Definitions.addIndex("t", "late"));
    assertEquals(TableStatus.UPDATING, updating.status());
    assertEquals(1, updating.schema().globalIndexes().size(), "fed from the start");
    assertInstanceOf(StepAction.Install.class, step());
    assertEquals(TableStatus.ACTIVE, table("t").status());
    GlobalIndex index = table("t").globalIndexes().getFirst();
    assertTrue(index.backfilling());
    assertFalse(index.status().servesReads());
    assertInstanceOf(StepAction.Backfill.class, step());
    assertInstanceOf(StepAction.Backfill.class, step());
    assertInstanceOf(StepAction.AwaitCaughtUp.class, step());
    assertFalse(table("t").globalIndexes().getFirst().status().servesReads());
    assertInstanceOf(StepAction.AwaitCaughtUp.class, step());
    assertEquals(IndexStatus.ACTIVE, table("t").globalIndexes().getFirst().status());
    assertTrue(state.operations().isEmpty());
  }

  @Test
  void oneIndexIsCreatedOrDeletedAtATime() {
    active("t", Definitions.index("a"), Definitions.index("b"));
    ControlResult limit =
        new ControlResult.LimitReached(ControlResult.Limit.ONLINE_INDEX_CHANGES, 1);
    assertEquals(
        limit,
        refuse(
            Definitions.update(
                "t",
                new TableChanges.CreateIndex(Definitions.index("c")),
                new TableChanges.DeleteIndex("a"))));
    accept(Definitions.addIndex("t", "c"));
    step();
    assertEquals(limit, refuse(Definitions.addIndex("t", "d")));
    assertEquals(limit, refuse(Definitions.update("t", new TableChanges.DeleteIndex("a"))));
    assertEquals(new ControlResult.IndexExists("t", "c"), refuse(Definitions.addIndex("t", "c")));
    assertEquals(
        new ControlResult.IndexExists("t", "local"), refuse(Definitions.addIndex("t", "local")));
    assertEquals(
        new ControlResult.IndexNotFound("t", "x"),
        refuse(Definitions.update("t", new TableChanges.DeleteIndex("x"))));
  }

  @Test
  void backfillMayBeGivenUp() {
    active("t");
    accept(Definitions.addIndex("t", "late"));
    step();
    accept(Definitions.update("t", new TableChanges.DeleteIndex("late")));
    assertEquals(1, state.operations().size());
    assertTrue(table("t").schema().globalIndexes().isEmpty());
    finish();
    assertTrue(table("t").globalIndexes().isEmpty());
    assertEquals(1, state.catalog().partitions().groups().size());
  }

  @Test
  void deletedIndexTakesItsDefinitionsAlongUnlessStillUsed() {
    active("t", Definitions.index("a"));
    accept(Definitions.update("t", new TableChanges.DeleteIndex("a")));
    assertEquals(IndexStatus.DELETING, table("t").globalIndexes().getFirst().status());
    assertTrue(table("t").schema().globalIndexes().isEmpty(), "no longer fed");
    finish();
    assertEquals(3, table("t").attributeDefinitions().size(), "the local index uses g");
  }

  @Test
  void limitsHold() {
    ControlPlaneLimits limits = new ControlPlaneLimits(1, 1, 5, 100, 2, 3, 1000);
    accept(Definitions.create("t", Definitions.index("a")), limits);
    finish();
    assertEquals(3, partitionsOf(table("t").id()));
    assertLimit(ControlResult.Limit.TABLES, Definitions.create("u"), limits);
    assertLimit(ControlResult.Limit.GLOBAL_INDEXES, Definitions.addIndex("t", "b"), limits);
    ControlCommand tags = new ControlCommand.AddTags("t", Map.of("a", "1", "b", "2", "c", "3"));
    assertLimit(ControlResult.Limit.TAGS, tags, limits);
    List<String> many = Stream.iterate(0, i -> i + 1).limit(99).map(i -> "a" + i).toList();
    var wide = Definitions.index("w", Throughput.NONE, Projection.Kind.INCLUDE, many);
    ControlPlaneLimits roomy = new ControlPlaneLimits(9, 9, 5, 100, 2, 3, 1000);
    assertLimit(ControlResult.Limit.PROJECTED_ATTRIBUTES, Definitions.create("v", wide), roomy);
    assertLimit(
        ControlResult.Limit.PROJECTED_ATTRIBUTES,
        Definitions.update("t", new TableChanges.CreateIndex(wide)),
        roomy);
  }

  @Test
  void streamIncarnationsFollowEachOther() {
    active("t");
    assertEquals(
        new ControlResult.StreamAlreadyEnabled("t"),
        refuse(Definitions.stream("t", Optional.of(StreamView.KEYS_ONLY))));
    accept(Definitions.stream("t", Optional.empty()));
    assertEquals(Optional.empty(), table("t").schema().stream());
    finish();
    assertEquals(StreamStatus.DISABLED, table("t").latestStream().orElseThrow().status());
    assertEquals(
        new ControlResult.StreamNotEnabled("t"), refuse(Definitions.stream("t", Optional.empty())));
    accept(Definitions.stream("t", Optional.of(StreamView.KEYS_ONLY)));
    finish();
    List<TableStream> streams = table("t").streams();
    assertEquals(2, streams.size());
    assertNotEquals(streams.get(0).label(), streams.get(1).label());
    given.advanceMillis(25L * 3600 * 1000);
    replay(ControlStateMachine.expireStreams(state, given.context()));
    assertEquals(List.of(streams.get(1)), table("t").streams());
  }

  @Test
  void streamOutlivesItsTableByTheRetention() {
    active("t");
    accept(new ControlCommand.DeleteTable("t"));
    finish();
    assertEquals(1, state.catalog().retiredStreams().size());
    assertEquals(2, state.catalog().retiredStreams().getFirst().partitions().size());
    replay(ControlStateMachine.expireStreams(state, given.context()));
    assertEquals(1, state.catalog().retiredStreams().size());
    given.advanceMillis(25L * 3600 * 1000);
    replay(ControlStateMachine.expireStreams(state, given.context()));
    assertTrue(state.catalog().retiredStreams().isEmpty());
  }

  @Test
  void timeToLiveChangesOneAtATime() {
    active("t");
    ControlCommand on = new ControlCommand.SetTimeToLive("t", "at", true);
    ControlCommand off = new ControlCommand.SetTimeToLive("t", "at", false);
    assertEquals(new ControlResult.TimeToLiveUnchanged("t", false), refuse(off));
    accept(on);
    assertEquals(Optional.of("at"), table("t").schema().ttlAttribute());
    assertEquals(new ControlResult.TimeToLiveChanging("t"), refuse(off));
    finish();
    assertEquals(TtlStatus.ENABLED, table("t").timeToLive().status());
    assertEquals(new ControlResult.TimeToLiveUnchanged("t", true), refuse(on));
    assertEquals(
        new ControlResult.TimeToLiveOnOtherAttribute("t", "at"),
        refuse(new ControlCommand.SetTimeToLive("t", "other", true)));
    accept(off);
    assertEquals(TtlStatus.DISABLING, table("t").timeToLive().status());
    finish();
    assertEquals(TtlStatus.DISABLED, table("t").timeToLive().status());
    assertEquals(Optional.empty(), table("t").schema().ttlAttribute());
  }

  @Test
  void billingModesAndThroughput() {
    accept(
        Definitions.createProvisioned(
            "t", 5, Definitions.index("a", Throughput.of(1, 1), Projection.Kind.ALL, List.of())));
    finish();
    assertEquals(
        new ControlResult.ThroughputUnchanged("t", "table", 5, 5),
        refuse(Definitions.bill("t", BillingMode.PROVISIONED, 5)));
    accept(Definitions.bill("t", BillingMode.PROVISIONED, 4));
    finish();
    assertEquals(1, table("t").settings().throughput().decreasesToday());
    assertEquals(
        new ControlResult.WrongBillingMode("t", BillingMode.PAY_PER_REQUEST),
        refuse(Definitions.bill("t", BillingMode.PAY_PER_REQUEST, 4)));
    accept(Definitions.bill("t", BillingMode.PAY_PER_REQUEST, 0));
    finish();
    assertTrue(table("t").globalIndexes().getFirst().throughput().hasUnits(0, 0));
    assertTrue(table("t").settings().onDemandSinceMillis() > 0);
    assertEquals(
        new ControlResult.ThroughputMissing("t"),
        refuse(Definitions.bill("t", BillingMode.PROVISIONED, 0)));
    assertEquals(
        new ControlResult.IndexThroughputMissing("t", "a"),
        refuse(Definitions.bill("t", BillingMode.PROVISIONED, 4)));
  }

  @Test
  void tagsAndPolicy() {
    active("t");
    accept(new ControlCommand.AddTags("t", Map.of("a", "1")));
    accept(new ControlCommand.AddTags("t", Map.of("b", "2")));
    accept(new ControlCommand.RemoveTags("t", List.of("a", "unknown")));
    assertEquals(Map.of("b", "2"), table("t").settings().tags());
    accept(policy(Optional.of("{}"), Optional.of("NO_POLICY")));
    String revision = table("t").settings().policy().orElseThrow().revisionId();
    assertEquals(
        new ControlResult.PolicyRevisionMismatch("t"),
        refuse(policy(Optional.of("{ }"), Optional.of("NO_POLICY"))));
    accept(policy(Optional.empty(), Optional.of(revision)));
    assertEquals(Optional.empty(), table("t").settings().policy());
  }

  @Test
  void outcomeOfAStepThatIsNoLongerCurrentIsIgnored() {
    active("t");
    accept(Definitions.addIndex("t", "late"));
    UUID operation = state.operations().firstEntry().getKey();
    StepAction install = Operations.next(state, operation).orElseThrow();
    replay(List.of());
    step();
    StepOutcome late = new StepOutcome(operation, install, Optional.empty());
    assertEquals(List.of(), ControlStateMachine.complete(state, late));
    accept(new ControlCommand.DeleteTable("t"));
    assertEquals(List.of(), ControlStateMachine.complete(state, late));
  }

  private static ControlCommand policy(Optional<String> document, Optional<String> expected) {
    return new ControlCommand.SetResourcePolicy("t", document, expected);
  }

  private void assertLimit(
      ControlResult.Limit limit, ControlCommand command, ControlPlaneLimits limits) {
    Decision decision = ControlStateMachine.decide(state, command, given.context(limits));
    assertEquals(List.of(), decision.records());
    assertEquals(
        limit, assertInstanceOf(ControlResult.LimitReached.class, decision.result()).limit());
  }

  private void active(String name, IndexDefinition... indexes) {
    accept(Definitions.create(name, indexes));
    finish();
  }

  private TableDescriptor accept(ControlCommand command) {
    return accept(command, ControlPlaneLimits.DEFAULTS);
  }

  private TableDescriptor accept(ControlCommand command, ControlPlaneLimits limits) {
    given.advanceMillis(1000);
    Decision decision = ControlStateMachine.decide(state, command, given.context(limits));
    replay(decision.records());
    return assertInstanceOf(ControlResult.Accepted.class, decision.result()).table();
  }

  private ControlResult refuse(ControlCommand command) {
    Decision decision = ControlStateMachine.decide(state, command, given.context());
    assertEquals(List.of(), decision.records());
    return assertInstanceOf(ControlResult.Refused.class, decision.result());
  }

  private void replay(List<MetadataRecord> records) {
    state = state.replayAll(records);
  }

  /** Performs the next step of the oldest operation. */
  private StepAction step() {
    UUID operation = state.operations().firstEntry().getKey();
    StepAction action = Operations.next(state, operation).orElseThrow();
    replay(
        ControlStateMachine.complete(state, new StepOutcome(operation, action, Optional.empty())));
    return action;
  }

  private void finish() {
    List<StepAction> steps = new ArrayList<>();
    while (!state.operations().isEmpty()) {
      steps.add(step());
      assertTrue(steps.size() < 100, () -> "never ends: " + steps);
    }
  }

  private TableDescriptor table(String name) {
    TableDescriptor table = state.catalog().table(name);
    assertNotNull(table);
    return table;
  }

  private int partitionsOf(UUID group) {
    return state.catalog().partitions().partitionsOf(group).size();
  }
}
