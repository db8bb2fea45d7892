package io.cairndb.services.cluster;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A cluster in one JVM for whatever takes an endpoint, until the process is stopped. */
final class ServeCluster {
  private ServeCluster() {}

  /**
   * Prints the endpoint and serves.
   *
   * @param args storage nodes, and a directory for the data; in memory without one
   */
  public static void main(String[] args) throws InterruptedException {
    int nodes = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    ServiceCluster cluster =
        args.length > 1
            ? ServiceCluster.start(nodes, Path.of(args[1]))
            : ServiceCluster.start(nodes);
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
    System.out.println(cluster.endpoint());
    new CountDownLatch(1).await();
  }
}
