package io.cairndb.reference.process;

import java.nio.file.Path;

/**
 * The two ways the cores are put together. The system property {@code cairn.wiring} chooses which
 * one the suites run against: {@code process}, or {@code cluster}.
 */
public enum Wiring {
  PROCESS,
  CLUSTER;

  /** The one under test. */
  public static Wiring underTest() {
    String name = System.getProperty("cairn.wiring", "process");
    return switch (name) {
      case "process" -> PROCESS;
      case "cluster" -> CLUSTER;
      default -> throw new IllegalArgumentException("cairn.wiring is process or cluster: " + name);
    };
  }

  /** Starts a durable server on a free port, on that data. */
  public RunningServer start(Path data) {
    return switch (this) {
      case PROCESS -> CairnServer.start(data);
      case CLUSTER -> ClusterProcess.start(data);
    };
  }

  /** One of two amounts of work: a cluster's tests take a smaller share of every build. */
  public int share(int ofProcess, int ofCluster) {
    return this == CLUSTER ? ofCluster : ofProcess;
  }
}
