package io.cairndb.services;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.placement.Partition;
import io.cairndb.shard.CommandResult;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * While clients write, the index service and the storage nodes at either end die and come back. In
 * the end each index is what a rebuild would make of the table: nothing lost, nothing twice.
 */
@Timeout(90)
final class IndexRecoveryTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());
  private Cluster cluster;
  private SecondaryIndex byG;
  private SecondaryIndex byH;

  @BeforeEach
  void open() {
    System.out.println(
        "IndexRecoveryTest: rerun with -Dtest=IndexRecoveryTest -Dcairn.seed=" + seed);
    cluster = new Cluster();
    byG = cluster.addIndex("g");
    byH = cluster.addIndex("h");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private void requireBothEqual(IndexProcess service) {
    for (SecondaryIndex index : new SecondaryIndex[] {byG, byH}) {
      assertTrue(service.awaitCaughtUp(index, null, LONG).join(), index.name() + " is behind");
      cluster.requireEqualToRebuild(index);
    }
  }

  @Test
  void theIndexServiceIsKilledAgainAndAgain() throws Exception {
    IndexProcess service = new IndexProcess(cluster);
    try (Writers writers = new Writers(cluster, seed)) {
      for (int i = 0; i < 6; i++) {
        writers.awaitFurther(60 + i * 7);
        service.kill();
        service = new IndexProcess(cluster);
      }
      writers.awaitFurther(50);
    }
    requireBothEqual(service);
    service.close();
  }

  @Test
  void anOldServiceThatIsNotDeadYetDoesNoHarm() throws Exception {
    try (IndexProcess one = new IndexProcess(cluster);
        IndexProcess other = new IndexProcess(cluster)) {
      try (Writers writers = new Writers(cluster, seed)) {
        writers.awaitFurther(300);
        cluster.destination.crash(seed);
        writers.awaitFurther(300);
      }
      requireBothEqual(one);
      requireBothEqual(other);
    }
  }

  @Test
  void theNodeOfTheTableLosesPower() throws Exception {
    try (IndexProcess service = new IndexProcess(cluster)) {
      try (Writers writers = new Writers(cluster, seed)) {
        for (int i = 0; i < 3; i++) {
          writers.awaitFurther(100);
          cluster.source.crash(seed + i);
        }
        writers.awaitFurther(100);
      }
      requireBothEqual(service);
    }
  }

  @Test
  void theNodeOfTheIndexesLosesPower() throws Exception {
    try (IndexProcess service = new IndexProcess(cluster)) {
      try (Writers writers = new Writers(cluster, seed)) {
        for (int i = 0; i < 3; i++) {
          writers.awaitFurther(100);
          cluster.destination.crash(seed + i);
        }
        writers.awaitFurther(100);
      }
      requireBothEqual(service);
    }
  }

  /** Written while nobody listens, and nobody asks: the stream that is opened again must do. */
  @Test
  void noticesThatAreLostAreMadeUpFor() throws Exception {
    try (IndexProcess service = new IndexProcess(cluster)) {
      cluster.put(Cluster.item("before", "g", "1")).join();
      assertTrue(service.awaitCaughtUp(byG, null, LONG).join());
      cluster.source.cutOff();
      for (int i = 0; i < 50; i++) {
        Assertions.assertInstanceOf(
            CommandResult.Written.class, cluster.putLocally(Cluster.item("p" + i, "g", "1")));
      }
      cluster.source.reconnect();
      long until = System.nanoTime() + LONG.toNanos();
      while (cluster.entries(byG).size() < 51) {
        assertTrue(System.nanoTime() < until, "nobody looked");
        Thread.onSpinWait();
      }
      requireBothEqual(service);
    }
  }

  /** What the control plane does when an index is added to a table in use. */
  @Test
  void anIndexIsBuiltWhileItemsAreWrittenAndServicesDie() throws Exception {
    IndexProcess service = new IndexProcess(cluster);
    SecondaryIndex late;
    try (Writers writers = new Writers(cluster, seed)) {
      writers.awaitFurther(200);
      late = cluster.addIndex("another");
      for (Partition partition : cluster.tablePartitions()) {
        cluster.backfill(late, partition);
        service.kill();
        service = new IndexProcess(cluster);
        assertTrue(service.awaitCaughtUp(late, partition, LONG).join());
        writers.awaitFurther(30);
      }
    }
    assertTrue(service.awaitCaughtUp(late, null, LONG).join());
    cluster.requireEqualToRebuild(late);
    assertFalse(cluster.rebuilt(late).isEmpty(), "nothing was indexed");
    requireBothEqual(service);
    service.close();
  }
}
