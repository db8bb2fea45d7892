package io.cairndb.reference.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many sequences from consecutive seeds, until enough requests or enough time have passed. Several
 * run at once, each in tables of its own: while one waits for the disk another computes.
 */
public final class Campaign {
  private static final int LENGTH = 150;
  private static final int SHRINK_BUDGET = 250;

  private final SequenceRunner runner;
  private final String rerun;
  private final int workers;
  private final Map<String, String> failures = new TreeMap<>();
  private final Coverage coverage = new Coverage();

  /** A campaign; {@code rerun} is how the reader of a failure repeats it, without the seed. */
  public Campaign(SequenceRunner runner, String rerun, int workers) {
    this.runner = runner;
    this.rerun = rerun;
    this.workers = workers;
  }

  /** What a campaign saw. */
  public record Report(long requests, List<String> failures, Coverage coverage) {}

  /** Runs sequences from the seed on; stops early after that many different failures. */
  public Report run(long seed, long requests, Duration limit, int failuresWanted) {
    long deadline = System.nanoTime() + limit.toNanos();
    AtomicLong nextSeed = new AtomicLong(seed);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> broken = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (runner.requests() < requests
                    && System.nanoTime() < deadline
                    && failed() < failuresWanted) {
                  sequence(nextSeed.getAndIncrement());
                }
              },
              "differential-" + i);
      thread.setUncaughtExceptionHandler(
          (which, problem) -> {
            synchronized (broken) {
              broken.add(problem);
            }
          });
      thread.start();
      threads.add(thread);
    }
    threads.forEach(Campaign::join);
    synchronized (broken) {
      if (!broken.isEmpty()) {
        throw new IllegalStateException("a sequence broke off", broken.getFirst());
      }
    }
    return new Report(runner.requests(), new ArrayList<>(failures.values()), coverage);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private synchronized int failed() {
    return failures.size();
  }

  private void sequence(long seed) {
    List<Call> calls = new SequenceGenerator(seed, runner.features()).sequence(LENGTH);
    synchronized (this) {
      calls.forEach(coverage::count);
    }
    Optional<Difference> difference = runner.run(calls);
    if (difference.isPresent()) {
      String kind = difference.get().call().operation() + kind(difference.get());
      boolean known;
      synchronized (this) {
        known = failures.putIfAbsent(kind, "seed " + seed) != null;
      }
      if (!known) {
        String report = report(seed, calls, difference.get());
        synchronized (this) {
          failures.put(kind, report);
        }
      }
    }
  }

  private static String kind(Difference difference) {
    return difference.expected().error().isEmpty() && difference.actual().error().isEmpty()
        ? " result " + difference.actual().body().replaceAll("[^A-Z]", "").length() / 40
        : difference.expected().error()
            + difference.actual().error()
            + difference.actual().message().replaceAll("[^A-Za-z]", "");
  }

  private String report(long seed, List<Call> calls, Difference original) {
    List<Call> small = new Shrinker(runner::run, SHRINK_BUDGET).shrink(calls, original);
    Difference last = runner.run(small).orElse(original);
    StringBuilder text = new StringBuilder("\nseed " + seed + "; again: " + rerun + seed + "\n");
    small.subList(0, small.size() - 1).forEach(call -> text.append("first:    " + call + "\n"));
    return text.append(last).append('\n').toString();
  }
}
