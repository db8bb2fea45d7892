package io.cairndb.control.plane.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.codec.ControlCodec;
import io.cairndb.control.plane.machine.ControlState;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.control.plane.machine.RandomHistory;
import io.cairndb.control.plane.watch.CatalogReplica.Outcome;
import io.cairndb.control.plane.watch.CatalogUpdate.Place;
import io.cairndb.env.RandomSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random histories told over a line that loses, repeats and reorders, to watchers that begin late,
 * by a control plane that restarts: a replica is never but in a state the original was in, never
 * goes back, and equals it once it has been told what it asks for.
 */
final class CatalogReplicaPropertyTest {
  private static final int HISTORIES = 60;
  private static final int DECISIONS = 100;

  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private int gapsByRestart;

  @Test
  void aReplicaEqualsTheCatalogHoweverItIsTold() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("rerun with -Dcairn.seed=" + seed);
    for (int history = 0; history < HISTORIES; history++) {
      run(RandomSource.seeded(seed + history));
    }
    for (Outcome outcome : Outcome.values()) {
      assertTrue(outcomes.getOrDefault(outcome, 0) > HISTORIES, "too few: " + outcomes);
    }
    assertTrue(gapsByRestart > 0, "no update followed a restart");
  }

  private void run(RandomSource random) {
    RandomHistory original = new RandomHistory(random);
    CatalogLog log = newLog(random, original.state());
    CatalogReplica replica = new CatalogReplica();
    List<Catalog> past = new ArrayList<>(List.of(Catalog.EMPTY));
    List<CatalogUpdate> line = new ArrayList<>();
    for (int i = 0; i < DECISIONS; i++) {
      Place before = log.end();
      List<MetadataRecord> records = original.advance();
      log.append(records, original.state());
      // Within a decision, records are visible together only.
      past.add(original.state().catalog());
      line.add(new CatalogUpdate.Appended(before, records));
      if (random.nextInt(25) == 0) {
        log = newLog(random, original.state());
        gapsByRestart++;
      }
      while (!line.isEmpty() && random.nextInt(3) > 0) {
        CatalogUpdate update = line.get(random.nextInt(line.size()));
        if (random.nextInt(4) > 0) {
          line.remove(update);
        }
        tell(replica, update, log, random);
        assertTrue(past.contains(replica.catalog()), "a state the original was never in");
      }
    }
    log.since(replica.place().orElse(null)).ifPresent(replica::apply);
    assertEquals(original.state().catalog(), replica.catalog());
    assertEquals(Optional.of(log.end()), replica.place());
    assertEquals(Optional.empty(), log.since(log.end()));
  }

  private void tell(
      CatalogReplica replica, CatalogUpdate update, CatalogLog log, RandomSource random) {
    long version = replica.catalog().version();
    Outcome outcome = replica.apply(ControlCodec.decodeUpdate(ControlCodec.encode(update)));
    outcomes.merge(outcome, 1, Integer::sum);
    if (outcome == Outcome.GAP && random.nextInt(2) == 0) {
      Optional<CatalogUpdate> missing = log.since(replica.place().orElse(null));
      missing.ifPresent(
          more -> assertFalse(replica.apply(more) == Outcome.GAP, "the answer has a gap"));
    }
    assertTrue(replica.catalog().version() >= version, "went back");
  }

  private static CatalogLog newLog(RandomSource random, ControlState state) {
    return new CatalogLog(
        new UUID(random.nextLong(), random.nextLong()), 1 + random.nextInt(20), state);
  }

  /**
   * After a restart of the control plane, a watcher that knows more than an old snapshot keeps it.
   */
  @Test
  void aStaleSnapshotOfAnEarlierRunIsIgnored() {
    RandomHistory original = new RandomHistory(RandomSource.seeded(7));
    CatalogLog first = new CatalogLog(new UUID(1, 1), 10, original.state());
    CatalogUpdate stale = first.since(null).orElseThrow();
    while (original.state().catalog().version() < 5) {
      original.advance();
    }
    CatalogLog second = new CatalogLog(new UUID(1, 2), 10, original.state());
    CatalogReplica replica = new CatalogReplica();
    assertFalse(replica.isReady());
    assertEquals(Outcome.APPLIED, replica.apply(second.since(null).orElseThrow()));
    assertEquals(Outcome.KNOWN, replica.apply(stale));
    assertEquals(original.state().catalog(), replica.catalog());
    assertTrue(replica.isReady());
  }
}
