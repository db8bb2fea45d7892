package io.cairndb.partition.manager.members;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.partition.manager.HomesUnavailableException;
import io.cairndb.partition.manager.InMemoryEngine;
import io.cairndb.partition.manager.ManualLoop;
import io.cairndb.placement.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The membership over time and through crashes: its loop, its clock and its engine by hand. */
final class MembershipTest {
  private static final MembershipOptions TWO_NODES = MembershipOptions.of(2);

  private final InMemoryEngine engine = new InMemoryEngine();
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final List<RegistrationOutcome> refusals = new ArrayList<>();
  private ManualLoop loop = new ManualLoop();
  private final Map<Integer, String> holdings = new HashMap<>();
  private final Holdings held = number -> Optional.ofNullable(holdings.get(number));
  private int storeFailures;
  private boolean changeFails;
  private long lastId;
  private Membership membership = open();

  private Membership open() {
    Membership opened =
        Membership.open(
            engine,
            loop,
            TWO_NODES,
            clock,
            () -> new UUID(0xC1, ++lastId),
            new MembershipListener() {
              @Override
              public void membersChanged(MembersView view) {
                if (changeFails) {
                  throw new IllegalStateException("test");
                }
              }

              @Override
              public void refused(Newcomer newcomer, RegistrationOutcome.Refused outcome) {
                refusals.add(outcome);
              }

              @Override
              public void storeFailed(Throwable cause) {
                storeFailures++;
              }
            });
    loop.run();
    return opened;
  }

  private void restart() {
    membership.close();
    engine.restart();
    loop = new ManualLoop();
    membership = open();
  }

  private static Newcomer node(int id, String address) {
    return new Newcomer(new UUID(0, id), address, 2, false, 1, 1, Optional.empty());
  }

  /** The outcome; null when the membership failed over it. */
  private @Nullable RegistrationOutcome register(Newcomer newcomer) {
    CompletableFuture<RegistrationOutcome> answer = membership.register(newcomer);
    loop.run();
    return answer.isCompletedExceptionally() ? null : answer.join();
  }

  private int number(Newcomer newcomer) {
    return assertInstanceOf(RegistrationOutcome.Accepted.class, register(newcomer)).number();
  }

  /** The outcome; null when the membership failed over it. */
  private @Nullable ForgetOutcome forget(int number) {
    CompletableFuture<ForgetOutcome> answer = membership.forget(number, held);
    loop.run();
    return answer.isCompletedExceptionally() ? null : answer.join();
  }

  private boolean beat(Newcomer node) {
    boolean known = membership.heartbeat(node.nodeId(), node.address());
    loop.run();
    return known;
  }

  private void pass(Duration time) {
    clock.advance(time);
    loop.passTime();
  }

  @Test
  void nothingIsPlacedBeforeTheClusterForms() {
    HomesUnavailableException early =
        assertThrows(HomesUnavailableException.class, membership::shards);
    assertTrue(early.toString().contains("2 storage nodes and knows 0"), early.toString());
    number(node(1, "a:1"));
    assertThrows(HomesUnavailableException.class, membership::shards);
    number(node(2, "b:1"));
    assertEquals(4, membership.shards().size());
    assertEquals(membership.shards(), membership.view().state().ledgers());
  }

  @Test
  void newPartitionsGoToTheLiving() {
    Newcomer first = node(1, "a:1");
    number(first);
    number(node(2, "b:1"));
    pass(Duration.ofSeconds(4));
    assertTrue(beat(first));
    pass(Duration.ofSeconds(2));
    assertEquals(Set.of(1), membership.view().alive());
    assertEquals(List.of(new ShardId(1, 0), new ShardId(1, 1)), membership.shards());
    pass(Duration.ofSeconds(10));
    assertEquals(4, membership.shards().size(), "with nobody alive, what is placed waits");
  }

  @Test
  void formationCountsOnlyWhoHasBeenHeard() {
    Newcomer first = node(1, "a:1");
    number(first);
    restart();
    // The first may be alive, but has not been heard since.
    number(node(2, "b:1"));
    assertFalse(membership.view().state().isFormed());
    assertTrue(membership.view().isAlive(1));
    assertTrue(beat(first));
    assertTrue(membership.view().state().isFormed());
  }

  @Test
  void aHeartbeatAfterASilenceFormsTheCluster() {
    Newcomer first = node(1, "a:1");
    Newcomer second = node(2, "b:1");
    number(first);
    clock.advance(Duration.ofSeconds(6));
    number(second);
    assertFalse(membership.view().state().isFormed());
    assertTrue(beat(first));
    assertTrue(beat(second));
    pass(Duration.ofSeconds(1));
    assertTrue(membership.view().state().isFormed());
  }

  @Test
  void afterARestartNobodysPlaceIsTakenInAHurry() {
    number(node(1, "a:1"));
    pass(Duration.ofMinutes(1));
    restart();
    assertInstanceOf(RegistrationOutcome.Duplicate.class, register(node(1, "elsewhere:1")));
    assertEquals(1, refusals.size());
    pass(Duration.ofSeconds(6));
    assertEquals(1, number(node(1, "elsewhere:1")));
    assertFalse(beat(node(1, "a:1")), "the old address must register again");
    assertFalse(beat(node(99, "a:1")));
  }

  private void formed() {
    number(node(1, "a:1"));
    number(node(2, "b:1"));
    assertTrue(membership.view().state().isFormed());
  }

  @Test
  void aMemberThatIsGoneIsForgottenForGood() {
    formed();
    Newcomer third = node(3, "c:1");
    assertEquals(3, number(third));
    assertInstanceOf(ForgetOutcome.Alive.class, forget(3));
    pass(Duration.ofSeconds(6));
    long version = membership.view().state().version();
    assertInstanceOf(ForgetOutcome.Forgotten.class, forget(3));
    assertEquals(Set.of(1, 2), membership.view().state().members().keySet());
    assertEquals(version + 1, membership.view().state().version(), "watchers would not hear");
    restart();
    assertEquals(Set.of(1, 2), membership.view().state().members().keySet());
    assertInstanceOf(ForgetOutcome.Forgotten.class, forget(3));
    assertFalse(beat(third));
    assertEquals(4, number(node(4, "d:1")), "its number is given to nobody");
    Newcomer back =
        new Newcomer(
            third.nodeId(),
            third.address(),
            2,
            true,
            1,
            1,
            Optional.of(
                new Newcomer.Identity(membership.view().state().clusterId().orElseThrow(), 3)));
    var foreign = assertInstanceOf(RegistrationOutcome.Foreign.class, register(back));
    assertTrue(foreign.reason().contains("member 3 has been forgotten"), foreign.reason());
  }

  @Test
  void whatTheClusterNeedsIsNotForgotten() {
    formed();
    number(node(3, "c:1"));
    pass(Duration.ofSeconds(6));
    holdings.put(3, "7 partitions of tables and indexes");
    assertEquals(
        new ForgetOutcome.InUse("member 3 holds 7 partitions of tables and indexes"), forget(3));
    assertEquals(
        new ForgetOutcome.InUse(
            "member 1 keeps transaction ledgers, fixed when the cluster formed"),
        forget(1));
    assertEquals(new ForgetOutcome.Unknown("there is no member 9"), forget(9));
    restart();
    assertInstanceOf(ForgetOutcome.Alive.class, forget(3), "it may be: nobody has listened long");
  }

  @Test
  void aCrashWhileForgettingForgetsOrDoesNot() {
    for (boolean survives : new boolean[] {false, true}) {
      MembershipTest one = new MembershipTest();
      one.formed();
      one.number(node(3, "c:1"));
      one.pass(Duration.ofSeconds(6));
      one.engine.failWrite(1, survives);
      assertEquals(null, one.forget(3));
      assertEquals(1, one.storeFailures);
      one.restart();
      assertEquals(!survives, one.membership.view().state().members().containsKey(3));
      one.pass(Duration.ofSeconds(6));
      assertInstanceOf(ForgetOutcome.Forgotten.class, one.forget(3));
      assertEquals(4, one.number(node(3, "c:1")));
    }
  }

  /** Every write of the store fails, before and after it took effect; then all start again. */
  @Test
  void aCrashAtEveryStepOfFormationKeepsNumbersAndLedgers() {
    int crashes = 0;
    int writes = 0;
    do {
      writes++;
      for (boolean survives : new boolean[] {false, true}) {
        crashes += new MembershipTest().formWithACrash(writes, survives);
      }
    } while (crashes == 2 * writes);
    assertTrue(writes > 3, "the script has fewer writes than thought: " + writes);
  }

  private int formWithACrash(int write, boolean survives) {
    List<Newcomer> nodes = List.of(node(1, "a:1"), node(2, "b:1"), node(3, "c:1"));
    engine.failWrite(write, survives);
    Map<UUID, RegistrationOutcome.Accepted> told = new HashMap<>();
    List<ShardId> ledgers = List.of();
    for (int round = 0; round < 3; round++) {
      for (Newcomer node : nodes) {
        RegistrationOutcome outcome = register(node);
        if (outcome == null) {
          restart();
          continue;
        }
        var accepted = assertInstanceOf(RegistrationOutcome.Accepted.class, outcome);
        var before = told.put(node.nodeId(), accepted);
        assertTrue(before == null || before.equals(accepted), before + " became " + accepted);
        beat(node);
        if (engine.failed()) {
          restart();
        }
        List<ShardId> now = membership.view().state().ledgers();
        assertTrue(ledgers.isEmpty() || ledgers.equals(now), ledgers + " became " + now);
        ledgers = now;
      }
    }
    assertFalse(ledgers.isEmpty(), "the cluster never formed");
    assertEquals(3, new HashSet<>(told.values()).size());
    return storeFailures;
  }

  /** Who decides by it, where to place partitions say, must not take the dead for living. */
  @Test
  void whoIsAliveIsToldAfterTheStoreHasFailed() {
    Newcomer first = node(1, "a:1");
    number(first);
    engine.failWrite(1, false);
    assertNull(register(node(2, "b:1")));
    assertFalse(membership.isOpen());
    assertNull(register(node(3, "c:1")));
    pass(Duration.ofSeconds(6));
    assertEquals(Set.of(), membership.view().alive());
    assertTrue(beat(first));
    assertEquals(Set.of(1), membership.view().alive());
    assertEquals(1, storeFailures);
  }

  @Test
  void aFailureOverOneChangeDoesNotEndTheWatchOverMembers() {
    number(node(1, "a:1"));
    number(node(2, "b:1"));
    changeFails = true;
    pass(Duration.ofSeconds(6));
    changeFails = false;
    number(node(3, "c:1"));
    pass(Duration.ofSeconds(6));
    assertEquals(Set.of(), membership.view().alive());
  }

  /** A registration tried again and again while a disk is slow is not to be decided each time. */
  @Test
  void aRegistrationNobodyWaitsForIsNotDecided() {
    CompletableFuture<RegistrationOutcome> given = membership.register(node(1, "a:1"));
    given.cancel(false);
    loop.run();
    assertEquals(Map.of(), membership.view().state().members());
  }

  /** Whatever nodes, time, crashes and lost disks do: what the package promises holds. */
  @Test
  void invariantsHoldWhateverHappens() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("rerun with -Dcairn.seed=" + seed);
    for (int run = 0; run < 200; run++) {
      new MembershipTest().live(new SplittableRandom(seed + run));
    }
  }

  private void live(SplittableRandom random) {
    Map<Integer, UUID> owners = new HashMap<>();
    List<ShardId> ledgers = List.of();
    Optional<UUID> cluster = Optional.empty();
    int crashes = 0;
    for (int step = 0; step < 120; step++) {
      Newcomer node = node(random.nextInt(6), "h:" + random.nextInt(6));
      switch (random.nextInt(9)) {
        case 0 -> restart();
        case 1 -> pass(Duration.ofMillis(random.nextInt(7000)));
        case 2 -> engine.failWrite(1 + random.nextInt(3), random.nextBoolean());
        case 3, 4 -> beat(node);
        case 5 -> forget(1 + random.nextInt(8));
        default -> {
          if (register(node) instanceof RegistrationOutcome.Accepted accepted) {
            UUID owner = owners.putIfAbsent(accepted.number(), node.nodeId());
            assertTrue(owner == null || owner.equals(node.nodeId()), "one number, two nodes");
          }
        }
      }
      if (engine.failed()) {
        restart();
        crashes++;
      }
      MemberState state = membership.view().state();
      assertTrue(ledgers.isEmpty() || ledgers.equals(state.ledgers()));
      assertTrue(cluster.isEmpty() || cluster.equals(state.clusterId()));
      assertTrue(state.members().isEmpty() || state.clusterId().isPresent());
      assertTrue(Collections.disjoint(state.members().keySet(), state.forgotten()));
      for (ShardId ledger : state.ledgers()) {
        assertTrue(state.members().containsKey(ledger.node()), "a ledger is lost");
      }
      ledgers = state.ledgers();
      cluster = state.clusterId();
      Set<String> addresses = new HashSet<>();
      for (Member member : state.members().values()) {
        assertTrue(!member.hasAddress() || addresses.add(member.address()), "shared address");
      }
    }
    assertEquals(crashes, storeFailures);
  }
}
