package io.cairndb.reference.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Runs sequences against two subjects at once, each time in new tables. Thread-safe when the
 * subjects are.
 */
public final class SequenceRunner {
  private static final int RETRIES = 60;
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Supplier<Subject> expected;
  private final Subject actual;
  private final ExceptionList exceptions;
  private final Set<Feature> features;
  private final String instance = Long.toString(System.nanoTime(), 36);
  private final AtomicLong requests = new AtomicLong();

  /** Compares {@code actual} with what the supplier makes anew for every sequence. */
  public SequenceRunner(
      Supplier<Subject> expected, Subject actual, ExceptionList exceptions, Set<Feature> features) {
    this.expected = expected;
    this.actual = actual;
    this.exceptions = exceptions;
    this.features = Set.copyOf(features);
  }

  /** What the sequences may use. */
  Set<Feature> features() {
    return features;
  }

  /** How many requests were answered by both subjects. */
  public long requests() {
    return requests.get();
  }

  /** Runs the sequence up to the first difference that is not a reviewed exception. */
  public Optional<Difference> run(List<Call> calls) {
    String run = instance + "-" + RUNS.incrementAndGet();
    Conversation wanted = new Conversation(expected.get(), run);
    Conversation got = new Conversation(actual, run);
    List<String> names = new ArrayList<>();
    try {
      for (Map<String, Object> table : TableShapes.requests(features)) {
        names.add(wanted.create(table));
        got.create(table);
      }
      return compare(calls, wanted, got);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          wanted.subject().name() + " or " + actual.name() + " stopped answering", failed);
    } finally {
      names.forEach(wanted::drop);
      names.forEach(got::drop);
    }
  }

  private Optional<Difference> compare(
      List<Call> calls, Conversation reference, Conversation subject) throws IOException {
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      Answer wanted = reference.ask(call);
      Answer got = subject.ask(call);
      requests.incrementAndGet();
      for (int retry = 0; retry < RETRIES && call.eventual() && !wanted.allows(got); retry++) {
        LockSupport.parkNanos(Duration.ofMillis(retry).toNanos());
        wanted = reference.ask(call);
        got = subject.ask(call);
      }
      if (!wanted.allows(got)) {
        Difference difference = new Difference(i, call, wanted, got);
        Optional<ExceptionList.Rule> rule = exceptions.excuse(actual.name(), difference);
        if (rule.isEmpty()) {
          return Optional.of(difference);
        }
        if (rule.get().diverges()) {
          return Optional.empty();
        }
      } else if (exceptions.divergesUnseen(actual.name(), call, got)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
