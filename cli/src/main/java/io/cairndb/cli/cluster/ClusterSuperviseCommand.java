package io.cairndb.cli.cluster;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code cairn cluster supervise}: the process that {@code cluster start} leaves behind. */
@Command(
    name = "supervise",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Keeps the services of a started cluster running, in the foreground.")
final class ClusterSuperviseCommand extends ClusterPart {
  @Override
  public Integer call() throws Exception {
    ClusterDirectory directory = directory();
    directory.requireWanted();
    try (ClusterDirectory.Lock _ = Supervisor.lock(directory)) {
      Launch launch = new Launch(directory, System.getenv());
      Supervisor supervisor = new Supervisor(directory, launch, Clock.systemUTC(), out());
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("cairn-shutdown")
                  .unstarted(
                      () -> {
                        supervisor.end();
                        awaitQuietly(ended);
                      }));
      try {
        supervisor.run();
      } finally {
        ended.countDown();
      }
    }
    return 0;
  }

  private static void awaitQuietly(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
