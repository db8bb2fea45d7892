package io.cairndb.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that write one after another until they are stopped or a write fails. */
final class Writers implements AutoCloseable {
  /** One write. */
  interface Write {
    void write(int writer, int i);
  }

  private final List<Thread> threads = new ArrayList<>();
  private final Set<Class<?>> endings = ConcurrentHashMap.newKeySet();
  private final AtomicLong written = new AtomicLong();
  private volatile boolean stopped;

  private Writers() {}

  static Writers start(int count, Write write) {
    Writers writers = new Writers();
    for (int writer = 0; writer < count; writer++) {
      int number = writer;
      writers.threads.add(
          Thread.ofPlatform().name("writer-" + number).start(() -> writers.run(number, write)));
    }
    return writers;
  }

  private void run(int writer, Write write) {
    try {
      for (int i = 0; !stopped; i++) {
        write.write(writer, i);
        written.incrementAndGet();
      }
    } catch (RuntimeException failure) {
      endings.add(failure.getClass());
    }
  }

  long written() {
    return written.get();
  }

  void awaitWrites(long total) {
    Sdk.eventually(
        total + " writes",
        () -> written.get() >= total || threads.stream().noneMatch(Thread::isAlive));
  }

  /** What the writers that did not end by being stopped ended with. */
  Set<Class<?>> endings() {
    return Set.copyOf(endings);
  }

  void stop() {
    stopped = true;
    awaitEnd();
  }

  void awaitEnd() {
    for (Thread thread : threads) {
      try {
        if (!thread.join(Duration.ofSeconds(40))) {
          throw new AssertionError(thread.getName() + " hangs");
        }
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  @Override
  public void close() {
    stop();
  }
}
