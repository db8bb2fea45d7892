package io.cairndb.index.app;

import io.cairndb.index.core.FeedOptions;
import io.cairndb.index.grpc.IndexGrpcService;
import io.cairndb.rpc.cluster.HostPort;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Keys of this service alone.
 *
 * @param partitionManager where the catalog comes from
 * @param index bounds of feeding
 */
@ConfigurationProperties("cairn")
record IndexServiceProperties(HostPort partitionManager, @DefaultValue Index index) {

  /**
   * Bounds of feeding.
   *
   * @param maxActiveFeeds source partitions worked on at a time; each holds one batch
   * @param batchRecords most records in a batch
   * @param batchSize images in a batch, about
   * @param maxLag writers to a table are slowed down when an index is further behind
   * @param nodeDeadline time for each call to a storage node
   * @param maxWaiters calls that may wait for an index at a time
   */
  record Index(
      @DefaultValue("16") int maxActiveFeeds,
      @DefaultValue("512") int batchRecords,
      @DefaultValue("1MB") DataSize batchSize,
      @DefaultValue("30s") Duration maxLag,
      @DefaultValue("10s") Duration nodeDeadline,
      @DefaultValue("10000") int maxWaiters) {

    Index {
      require("max-active-feeds", maxActiveFeeds >= 1, maxActiveFeeds);
      require("batch-records", batchRecords >= 1, batchRecords);
      require("batch-size", batchSize.toBytes() >= 1, batchSize);
      require("max-lag", maxLag.isPositive(), maxLag);
      require("node-deadline", nodeDeadline.isPositive(), nodeDeadline);
      require("max-waiters", maxWaiters >= 1, maxWaiters);
    }

    private static void require(String key, boolean positive, Object value) {
      if (!positive) {
        throw new IllegalArgumentException("cairn.index." + key + " is more than 0: " + value);
      }
    }

    FeedOptions feedOptions() {
      FeedOptions usual = FeedOptions.DEFAULT;
      return new FeedOptions(
          batchRecords,
          batchSize.toBytes(),
          maxActiveFeeds,
          usual.minBackoff(),
          usual.maxBackoff(),
          usual.cursorInterval(),
          maxLag);
    }

    IndexGrpcService.Limits limits() {
      IndexGrpcService.Limits usual = IndexGrpcService.Limits.DEFAULT;
      return new IndexGrpcService.Limits(maxWaiters, usual.longestWait(), usual.lagInterval());
    }
  }
}
