package io.cairndb.cli.cluster;

import java.time.Duration;

/** What the commands share that end services of a cluster that was started. */
abstract class ClusterStoppingCommand extends ClusterPart {

  /** How long a service may take to end before it is killed. */
  abstract Duration limit();

  /** Does the work, while no other command changes what is wanted. */
  abstract void run(ClusterDirectory directory, Wanted wanted, Stopping stopping) throws Exception;

  @Override
  public final Integer call() throws Exception {
    ClusterDirectory directory = directory();
    Stopping stopping = new Stopping(directory, limit(), line -> say("  " + line));
    // Before the lock, whose file is not to be made where there is no cluster.
    directory.requireWanted();
    try (ClusterDirectory.Lock _ = directory.lockForCommand()) {
      run(directory, directory.requireWanted(), stopping);
    }
    return 0;
  }
}
