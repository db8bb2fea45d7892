package io.cairndb.robustness.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.robustness.crash.BareCluster.Role;
import io.cairndb.robustness.crash.BareCluster.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services without a supervisor: started in any order they become a cluster by themselves, and say
 * that they cannot serve until they can. Then each in turn is away for some seconds under load:
 * clients are told soon, and so that they repeat; when it is back all recovers by itself, and what
 * was acknowledged is there. Runs against the services only.
 */
final class OutageIT {
  private static final int OUTAGES = Integer.getInteger("cairn.outages", Integer.MAX_VALUE);
  private static final Duration AWAY = Duration.ofSeconds(4);
  private static final Duration WARM_UP = Duration.ofMillis(500);

  /** For a process to come up on a busy machine; no promise of Cairn's. */
  private static final Duration COMES_UP_WITHIN = Duration.ofMinutes(4);

  /** The promise, from when all processes are up; more on a machine that is busy otherwise. */
  private static final Duration RECOVERS_WITHIN =
      Duration.ofSeconds(Integer.getInteger("cairn.recovery.seconds", 10));

  private static final Duration PAUSE = Duration.ofMillis(50);

  @TempDir Path data;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);
  private final OutageWatch watch = new OutageWatch();
  private final RecoveryProbe probe = new RecoveryProbe();
  private final IndexAudit indexes = new IndexAudit();
  private final List<Client> clients = new ArrayList<>();
  private final List<String> report = new ArrayList<>();

  @Test
  void servicesStartInAnyOrderAndEachMayBeAway() throws IOException {
    try (BareCluster cluster = new BareCluster(data, random)) {
      campaign(cluster, oneOfEachRole(cluster));
    }
  }

  @Tag("soak")
  @Test
  void everyServiceIsAwayTwentyTimes() throws IOException {
    try (BareCluster cluster = new BareCluster(data, random)) {
      List<Service> victims = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        List<Service> all = new ArrayList<>(cluster.services());
        Collections.shuffle(all, random);
        victims.addAll(all);
      }
      campaign(cluster, victims);
    }
  }

  @Tag("soak")
  @Test
  void thirtyOrdersOfAFirstStart() throws IOException {
    for (int i = 0; i < 30; i++) {
      try (BareCluster cluster = new BareCluster(data.resolve("start-" + i), random)) {
        startFirst(cluster, shuffled(cluster));
      }
    }
  }

  private void campaign(BareCluster cluster, List<Service> victims) throws IOException {
    try {
      startFirst(cluster, lastOfAll(cluster, Role.PARTITION_MANAGER));
      try (Endpoint endpoint = new Endpoint(cluster.address())) {
        openClients(endpoint);
      }
      for (Service victim : victims) {
        outage(cluster, victim);
      }
      startAgain(cluster, lastOfAll(cluster, Role.COORDINATOR));
    } catch (IllegalStateException | AssertionError failed) {
      throw new AssertionError(failed + "\n" + cluster.output(), failed);
    } finally {
      System.out.printf(
          "outages: %s; again: mvn verify -Dcairn.wiring=cluster -pl"
              + " distribution,testing/robustness -am -Dit.test=OutageIT"
              + " -Dfailsafe.failIfNoSpecifiedTests=false -Dcairn.seed=%d%n",
          String.join("; ", report), seed);
    }
  }

  private List<Service> shuffled(BareCluster cluster) {
    List<Service> order = new ArrayList<>(cluster.services());
    Collections.shuffle(order, random);
    return order;
  }

  /** Those that need most come first, and one that they need comes last. */
  private List<Service> lastOfAll(BareCluster cluster, Role last) {
    List<Service> order = shuffled(cluster);
    List<Role> first =
        List.of(Role.ROUTER, random.nextBoolean() ? Role.COORDINATOR : Role.INDEX_SERVICE);
    order.sort(
        Comparator.comparingInt(
            service -> service.role() == last ? 2 : first.contains(service.role()) ? 0 : 1));
    return order;
  }

  private List<Service> oneOfEachRole(BareCluster cluster) {
    List<Service> victims = new ArrayList<>();
    for (Role role : Role.values()) {
      List<Service> candidates = cluster.services(role);
      victims.add(candidates.get(random.nextInt(candidates.size())));
    }
    Collections.shuffle(victims, random);
    return victims.subList(0, Math.min(OUTAGES, victims.size()));
  }

  private void openClients(Endpoint endpoint) throws IOException {
    Tables.create(endpoint);
    for (int i = 0; i < 3; i++) {
      BankClient bank = new BankClient("b" + i, random.nextLong());
      bank.open(endpoint);
      clients.add(bank);
      clients.add(new AppendingClient("a" + i, random.nextLong()));
    }
  }

  /** No service is ready before those it needs for its work have been started at all. */
  private void startFirst(BareCluster cluster, List<Service> order) {
    watch.phase("first start in the order " + order, true);
    start(cluster, order, true);
  }

  /** Everything is killed at once and comes back from what the disks kept. */
  private void startAgain(BareCluster cluster, List<Service> order) throws IOException {
    cluster.services().forEach(cluster::kill);
    watch.phase("second start in the order " + order, true);
    start(cluster, order, false);
    try (Endpoint endpoint = new Endpoint(cluster.address(), watch)) {
      awaitWhole(cluster, endpoint);
      audit(endpoint, "after the second start");
    }
  }

  private void start(BareCluster cluster, List<Service> order, boolean isFirst) {
    long begun = System.nanoTime();
    Service last = order.getLast();
    try (Endpoint endpoint = new Endpoint(cluster.address(), watch)) {
      for (Service service : order) {
        if (service.equals(last)) {
          // The others are up by now, and lack only this one.
          await(cluster, COMES_UP_WITHIN, "up", () -> allLive(cluster, endpoint, isFirst));
        }
        cluster.start(service);
        pause(Duration.ofMillis(random.nextInt(300)));
        requireHonest(cluster, endpoint, isFirst);
      }
      await(cluster, COMES_UP_WITHIN, "up", () -> allLive(cluster, endpoint, isFirst));
      await(
          cluster,
          RECOVERS_WITHIN,
          "ready",
          () -> {
            requireHonest(cluster, endpoint, isFirst);
            return cluster.allReady();
          });
      assertTrue(
          OutageWatch.done(endpoint, "ListTables", Json.object()), "all are ready, but not usable");
    }
    assertEquals(List.of(), watch.faults());
    report.add("%s: ready %d ms".formatted(order, millisSince(begun)));
  }

  private boolean allLive(BareCluster cluster, Endpoint endpoint, boolean isFirst) {
    requireHonest(cluster, endpoint, isFirst);
    return cluster.services().stream().filter(cluster::runs).allMatch(cluster::lives);
  }

  /** A router that is not ready may answer, but only with what is repeated; the watch hears it. */
  private void requireHonest(BareCluster cluster, Endpoint endpoint, boolean isFirst) {
    for (Service service : cluster.services()) {
      if (cluster.runs(service) && cluster.isReady(service)) {
        for (Role needed : needs(service.role(), isFirst)) {
          assertTrue(
              cluster.services(needed).stream().allMatch(cluster::runs),
              service + " says it is ready, and no " + needed + " was ever started");
        }
        if (service.role() == Role.ROUTER) {
          assertTrue(
              OutageWatch.done(endpoint, "ListTables", Json.object()),
              "the router says it is ready, and cannot serve");
        }
      }
    }
    Outcome _ = Outcome.of(endpoint, "ListTables", Json.object());
  }

  /** What a storage node has learnt once, it need not be told again. */
  private static List<Role> needs(Role role, boolean isFirst) {
    List<Role> needed = new ArrayList<>();
    switch (role) {
      case PARTITION_MANAGER -> {}
      case STORAGE_NODE -> needed.addAll(isFirst ? List.of(Role.PARTITION_MANAGER) : List.of());
      case ROUTER -> needed.addAll(List.of(Role.PARTITION_MANAGER, Role.COORDINATOR));
      case COORDINATOR, INDEX_SERVICE -> needed.add(Role.PARTITION_MANAGER);
    }
    if (isFirst && role != Role.PARTITION_MANAGER && role != Role.STORAGE_NODE) {
      needed.add(Role.STORAGE_NODE);
    }
    return needed;
  }

  private void outage(BareCluster cluster, Service victim) throws IOException {
    watch.phase(victim + " away", victim.role() == Role.ROUTER);
    long back;
    try (Endpoint endpoint = new Endpoint(cluster.address(), watch);
        OutageLoad load = new OutageLoad(clients, endpoint)) {
      pause(WARM_UP);
      cluster.kill(victim);
      pause(AWAY);
      OutageWatch.Counts away = watch.counts();
      requireNoticed(victim, away);
      cluster.start(victim);
      await(cluster, COMES_UP_WITHIN, victim + " up", () -> cluster.lives(victim));
      back = System.nanoTime();
      awaitWhole(cluster, endpoint);
      report.add(
          "%s away: %s, whole %d ms after its return".formatted(victim, away, millisSince(back)));
    }
    try (Endpoint endpoint = new Endpoint(cluster.address(), watch)) {
      audit(endpoint, "after " + victim + " was away");
    }
    report.add("settled %d ms after its return".formatted(millisSince(back)));
  }

  /** The load must have met what it is about; what needs nothing of a service must not notice. */
  private static void requireNoticed(Service victim, OutageWatch.Counts away) {
    switch (victim.role()) {
      case ROUTER -> assertTrue(away.broken() > 0, "nobody missed the router: " + away);
      case COORDINATOR -> assertTrue(away.refused() > 0, "nobody missed it: " + away);
      case STORAGE_NODE ->
          assertTrue(
              away.refused() > 0 && away.done() > 0,
              "a half of the items is there, and a half is not: " + away);
      case PARTITION_MANAGER, INDEX_SERVICE ->
          assertEquals(0, away.refused(), "items need nothing of " + victim + ": " + away);
    }
  }

  private void awaitWhole(BareCluster cluster, Endpoint endpoint) {
    await(
        cluster,
        RECOVERS_WITHIN,
        "whole",
        () -> probe.failure(endpoint).isEmpty() && cluster.allReady());
  }

  private void audit(Endpoint endpoint, String when) throws IOException {
    List<String> faults = new ArrayList<>(watch.faults());
    for (Client client : clients) {
      faults.addAll(client.audit(endpoint));
    }
    faults.addAll(indexes.audit(endpoint));
    assertEquals(List.of(), faults, when + ":\n" + String.join("\n", faults));
  }

  private static void await(
      BareCluster cluster, Duration limit, String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean met = condition.getAsBoolean();
    while (!met && System.nanoTime() <= deadline) {
      cluster.requireAlive();
      pause(PAUSE);
      met = condition.getAsBoolean();
    }
    // Looking takes time too, and counts.
    if (!met || System.nanoTime() > deadline) {
      throw new IllegalStateException("not " + what + " within " + limit);
    }
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  private static long millisSince(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }
}
