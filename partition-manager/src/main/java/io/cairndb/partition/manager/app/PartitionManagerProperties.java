package io.cairndb.partition.manager.app;

import io.cairndb.partition.manager.members.MembershipOptions;
import io.cairndb.rpc.cluster.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of this service alone.
 *
 * @param dataDirectory where catalog and membership are kept
 * @param indexService who tells whether an index has caught up
 * @param nodeDeadline time for each call to a storage node
 * @param indexDeadline time for an index to catch up before it is asked again
 * @param cluster the membership
 */
@ConfigurationProperties("cairn")
record PartitionManagerProperties(
    Path dataDirectory,
    HostPort indexService,
    @DefaultValue("10s") Duration nodeDeadline,
    @DefaultValue("30s") Duration indexDeadline,
    @DefaultValue Cluster cluster) {

  PartitionManagerProperties {
    require("node-deadline", nodeDeadline.isPositive(), nodeDeadline);
    require("index-deadline", indexDeadline.isPositive(), indexDeadline);
  }

  /**
   * The membership.
   *
   * @param storageNodes storage nodes to wait for before the cluster forms, once and for all
   * @param heartbeat how often members are to be heard
   * @param deadAfter silence after which a member counts as dead
   * @param watchRecords changes remembered for watchers; who is further behind gets the catalog
   *     whole
   */
  record Cluster(
      @DefaultValue("2") int storageNodes,
      @DefaultValue("1s") Duration heartbeat,
      @DefaultValue("5s") Duration deadAfter,
      @DefaultValue("1000") int watchRecords) {

    Cluster {
      require("cluster.storage-nodes", storageNodes > 0, storageNodes);
      require("cluster.heartbeat", heartbeat.isPositive(), heartbeat);
      require("cluster.watch-records", watchRecords >= 0, watchRecords);
      if (deadAfter.compareTo(heartbeat.multipliedBy(2)) < 0) {
        throw new IllegalArgumentException(
            "cairn.cluster.dead-after is at least two heartbeats: " + deadAfter);
      }
    }

    MembershipOptions membership() {
      return new MembershipOptions(storageNodes, heartbeat, deadAfter);
    }
  }

  private static void require(String key, boolean possible, Object value) {
    if (!possible) {
      throw new IllegalArgumentException("cairn." + key + " is out of range: " + value);
    }
  }
}
