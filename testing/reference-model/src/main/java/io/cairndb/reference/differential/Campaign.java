package io.cairndb.reference.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Many sequences from consecutive seeds, until enough requests or enough time have passed. */
public final class Campaign {
  private static final int LENGTH = 150;
  private static final int SHRINK_BUDGET = 250;

  private final SequenceRunner runner;
  private final String rerun;

  /** A campaign; {@code rerun} is how the reader of a failure repeats it, without the seed. */
  public Campaign(SequenceRunner runner, String rerun) {
    this.runner = runner;
    this.rerun = rerun;
  }

  /** What a campaign saw. */
  public record Report(long requests, List<String> failures, Map<String, Integer> operations) {}

  /** Runs sequences from the seed on; stops early after that many different failures. */
  public Report run(long seed, long requests, Duration limit, int failuresWanted) {
    Map<String, String> failures = new LinkedHashMap<>();
    Map<String, Integer> operations = new TreeMap<>();
    long deadline = System.nanoTime() + limit.toNanos();
    long start = runner.requests();
    for (long next = seed; failures.size() < failuresWanted; next++) {
      long done = runner.requests() - start;
      if (done >= requests || System.nanoTime() > deadline) {
        break;
      }
      List<Call> calls = new SequenceGenerator(next).sequence(LENGTH);
      calls.forEach(call -> operations.merge(call.operation(), 1, Integer::sum));
      Optional<Difference> difference = runner.run(calls);
      if (difference.isPresent()) {
        String kind = difference.get().call().operation() + kind(difference.get());
        if (!failures.containsKey(kind)) {
          failures.put(kind, report(next, calls, difference.get()));
        }
      }
    }
    return new Report(runner.requests() - start, new ArrayList<>(failures.values()), operations);
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
