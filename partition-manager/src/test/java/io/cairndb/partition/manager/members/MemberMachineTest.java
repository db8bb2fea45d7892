package io.cairndb.partition.manager.members;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.placement.ShardId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One decision after the other, with nothing around them. */
final class MemberMachineTest {
  private static final UUID CLUSTER = new UUID(7, 7);

  private MemberState state = MemberState.EMPTY;
  private final Set<Integer> alive = new HashSet<>();
  private final List<MemberRecord> recorded = new ArrayList<>();

  private static Newcomer node(int id, String address) {
    return new Newcomer(new UUID(0, id), address, 2, false, 1, 1, Optional.empty());
  }

  private static Newcomer known(Newcomer node, UUID cluster, int number) {
    return new Newcomer(
        node.nodeId(),
        node.address(),
        node.shards(),
        true,
        node.oldestMessageVersion(),
        node.messageVersion(),
        Optional.of(new Newcomer.Identity(cluster, number)));
  }

  private static Newcomer speaking(int id, int oldest, int newest) {
    return new Newcomer(new UUID(0, id), "h:" + id, 2, false, oldest, newest, Optional.empty());
  }

  private RegistrationOutcome register(Newcomer newcomer) {
    MemberMachine.Decision decision =
        MemberMachine.register(state, newcomer, alive::contains, () -> CLUSTER);
    decision.records().forEach(this::record);
    return decision.outcome();
  }

  private void record(MemberRecord record) {
    recorded.add(record);
    state = state.replay(record);
    assertEquals(recorded.size(), state.version(), "versions count records");
  }

  private Member member(int number) {
    return requireNonNull(state.members().get(number));
  }

  private int accepted(Newcomer newcomer) {
    int number = assertInstanceOf(RegistrationOutcome.Accepted.class, register(newcomer)).number();
    alive.add(number);
    return number;
  }

  @Test
  void numbersGoUpFromOneAndStay() {
    assertEquals(1, accepted(node(10, "a:1")));
    assertEquals(2, accepted(node(11, "b:1")));
    assertEquals(3, accepted(node(12, "c:1")));
    assertEquals(2, accepted(node(11, "b:1")));
    assertEquals(2, accepted(known(node(11, "b:1"), CLUSTER, 2)));
    assertEquals(4, recorded.size(), "what was known already is not recorded again");
    assertEquals(state, MemberState.EMPTY.replayAll(recorded));
    assertEquals(Optional.of(CLUSTER), state.clusterId());
  }

  @Test
  void aMemberMovesWhenItsOldAddressIsSilent() {
    int number = accepted(node(10, "a:1"));
    assertInstanceOf(RegistrationOutcome.Duplicate.class, register(node(10, "b:1")));
    alive.clear();
    assertEquals(number, accepted(node(10, "b:1")));
    assertEquals("b:1", member(number).address());
  }

  @Test
  void aLostDiskMakesANewMemberThatTakesTheAddress() {
    int lost = accepted(node(10, "a:1"));
    assertInstanceOf(RegistrationOutcome.Duplicate.class, register(node(11, "a:1")));
    alive.clear();
    int fresh = accepted(node(11, "a:1"));
    assertTrue(fresh > lost);
    assertEquals("", member(lost).address());
    // Two under one address would answer each other's requests.
    assertEquals(
        1, state.members().values().stream().filter(m -> m.address().equals("a:1")).count());
  }

  @Test
  void aCoordinatorSucceedsAnotherAtOnce() {
    Newcomer first = new Newcomer(new UUID(0, 1), "a:1", 0, false, 1, 1, Optional.empty());
    Newcomer second = new Newcomer(new UUID(0, 2), "a:1", 0, false, 1, 1, Optional.empty());
    assertEquals(1, accepted(first));
    assertEquals(2, accepted(second));
    assertEquals("", member(1).address());
  }

  @Test
  void nodesAndDataOfOtherClustersAreRefused() {
    UUID other = new UUID(8, 8);
    assertInstanceOf(RegistrationOutcome.Foreign.class, register(known(node(10, "a:1"), other, 1)));
    accepted(node(10, "a:1"));
    for (Newcomer foreign :
        List.of(
            known(node(10, "a:1"), other, 1),
            known(node(10, "a:1"), CLUSTER, 2),
            known(node(11, "b:1"), CLUSTER, 2),
            new Newcomer(new UUID(0, 12), "c:1", 2, true, 1, 1, Optional.empty()))) {
      assertInstanceOf(RegistrationOutcome.Foreign.class, register(foreign), foreign.toString());
    }
    assertEquals(1, state.members().size());
  }

  @Test
  void versionsOverlapOrAreRefused() {
    accepted(speaking(1, 1, 2));
    assertEquals(2, state.messageVersion());
    assertInstanceOf(RegistrationOutcome.Incompatible.class, register(speaking(2, 3, 4)));
    accepted(speaking(3, 2, 4));
    assertEquals(2, state.messageVersion());
    assertInstanceOf(RegistrationOutcome.Incompatible.class, register(speaking(4, 1, 1)));
    accepted(speaking(1, 2, 5));
    assertEquals(4, state.messageVersion(), "the oldest has been upgraded");
    assertInstanceOf(RegistrationOutcome.Incompatible.class, register(speaking(3, 6, 7)));
  }

  @Test
  void shardsDoNotVanish() {
    accepted(node(10, "a:1"));
    Newcomer fewer = new Newcomer(new UUID(0, 10), "a:1", 1, false, 1, 1, Optional.empty());
    assertInstanceOf(RegistrationOutcome.Incompatible.class, register(fewer));
    Newcomer more = new Newcomer(new UUID(0, 10), "a:1", 3, false, 1, 1, Optional.empty());
    accepted(more);
    assertEquals(3, member(1).shards());
  }

  @Test
  void numbersRunOut() {
    record(new MemberRecord.ClusterCreated(1, CLUSTER));
    record(
        new MemberRecord.MemberWritten(
            2, new Member(new UUID(0, 1), Member.MAX_NUMBER, "a:1", 2, 1, 1)));
    assertInstanceOf(RegistrationOutcome.Full.class, register(node(2, "b:1")));
    assertEquals(Member.MAX_NUMBER, accepted(node(1, "a:1")));
  }

  @Test
  void theClusterFormsOnceOfStorageNodesThatAreThere() {
    accepted(node(10, "a:1"));
    accepted(new Newcomer(new UUID(0, 50), "x:1", 0, false, 1, 1, Optional.empty()));
    assertEquals(List.of(), MemberMachine.form(state, alive::contains, 2), "a coordinator counts");
    accepted(node(11, "b:1"));
    assertEquals(List.of(), MemberMachine.form(state, Set.of(1)::contains, 2), "one is silent");
    MemberMachine.form(state, alive::contains, 2).forEach(this::record);
    List<ShardId> ledgers =
        List.of(new ShardId(1, 0), new ShardId(1, 1), new ShardId(3, 0), new ShardId(3, 1));
    assertEquals(ledgers, state.ledgers());
    accepted(node(12, "c:1"));
    assertEquals(List.of(), MemberMachine.form(state, alive::contains, 2), "formed twice");
    assertEquals(ledgers, state.ledgers());
    assertThrows(
        IllegalStateException.class,
        () -> state.replay(new MemberRecord.ClusterFormed(99, ledgers.reversed())));
    assertThrows(
        IllegalStateException.class,
        () -> state.replay(new MemberRecord.ClusterCreated(99, new UUID(9, 9))));
  }
}
