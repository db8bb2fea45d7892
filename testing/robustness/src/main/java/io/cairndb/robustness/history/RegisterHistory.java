package io.cairndb.robustness.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The history of one register under concurrent reads, writes and compare-and-set, and the decision
 * whether it is linearizable (Wing and Gong's search with Lowe's memory of visited states).
 *
 * <p>A write whose outcome nobody learnt may take effect at any time after it began, or never.
 * Confined to the thread that checks.
 */
public final class RegisterHistory {
  private static final long NEVER = Long.MAX_VALUE;

  /** One operation: its interval, and what it did. */
  sealed interface Operation {
    /** When the client sent it. */
    long start();

    /** When the client had the answer; {@code Long.MAX_VALUE} when it never came. */
    long end();
  }

  /** A read that saw the value; empty for no item. */
  record Read(long start, long end, Optional<String> seen) implements Operation {}

  /** A write of the value; empty for a deletion. */
  record Write(long start, long end, Optional<String> value) implements Operation {}

  /** A write that was to happen only on the expected value, and whether it did. */
  record CompareAndSet(
      long start, long end, Optional<String> expected, String value, boolean succeeded)
      implements Operation {}

  private final List<Operation> operations = new ArrayList<>();

  /** Records a read that was answered. */
  public void read(long start, long end, Optional<String> seen) {
    operations.add(new Read(start, end, seen));
  }

  /** Records an acknowledged write. */
  public void write(long start, long end, Optional<String> value) {
    operations.add(new Write(start, end, value));
  }

  /** Records a write whose outcome is unknown. */
  public void uncertainWrite(long start, Optional<String> value) {
    operations.add(new Write(start, NEVER, value));
  }

  /** Records an answered conditional write. */
  public void compareAndSet(
      long start, long end, Optional<String> expected, String value, boolean succeeded) {
    operations.add(new CompareAndSet(start, end, expected, value, succeeded));
  }

  /** Records a conditional write whose outcome is unknown. */
  public void uncertainCompareAndSet(long start, Optional<String> expected, String value) {
    operations.add(new CompareAndSet(start, NEVER, expected, value, true));
  }

  /** How many operations were recorded. */
  public int size() {
    return operations.size();
  }

  /** Why the history is not linearizable, or empty when it is. */
  public Optional<String> violation(Optional<String> initial) {
    List<Operation> sorted = new ArrayList<>(operations);
    sorted.sort(Comparator.comparingLong(Operation::start));
    Search search = new Search(sorted);
    if (search.run(initial)) {
      return Optional.empty();
    }
    return Optional.of("not linearizable; no order explains " + search.blamed());
  }

  /** A point of the search: which operations have taken effect, and the value then. */
  private record State(BitSet done, Optional<String> value) {}

  /** Depth-first over the orders, with a stack of its own so that long histories fit. */
  private static final class Search {
    private final List<Operation> operations;
    private final Set<State> visited = new HashSet<>();
    private final List<State> stack = new ArrayList<>();
    private int furthest = -1;

    Search(List<Operation> operations) {
      this.operations = operations;
    }

    boolean run(Optional<String> initial) {
      stack.add(new State(new BitSet(), initial));
      while (!stack.isEmpty()) {
        State state = stack.removeLast();
        if (complete(state.done())) {
          return true;
        }
        if (visited.add(state)) {
          expand(state);
        }
      }
      return false;
    }

    private boolean complete(BitSet done) {
      int open = done.nextClearBit(0);
      while (open < operations.size()) {
        if (operations.get(open).end() != NEVER) {
          return false;
        }
        open = done.nextClearBit(open + 1);
      }
      return true;
    }

    /** Tries every operation that may come next: none that ended before it began is open. */
    private void expand(State state) {
      long earliestEnd = NEVER;
      int first = state.done().nextClearBit(0);
      furthest = Math.max(furthest, first);
      for (int i = first; i < operations.size(); i = state.done().nextClearBit(i + 1)) {
        earliestEnd = Math.min(earliestEnd, operations.get(i).end());
      }
      for (int i = first; i < operations.size(); i = state.done().nextClearBit(i + 1)) {
        Operation operation = operations.get(i);
        if (operation.start() > earliestEnd) {
          break;
        }
        Optional<Optional<String>> after = apply(operation, state.value());
        if (after.isPresent()) {
          BitSet done = (BitSet) state.done().clone();
          done.set(i);
          stack.add(new State(done, after.get()));
        }
      }
    }

    private static Optional<Optional<String>> apply(Operation operation, Optional<String> value) {
      return switch (operation) {
        case Read read -> read.seen().equals(value) ? Optional.of(value) : Optional.empty();
        case Write write -> Optional.of(write.value());
        case CompareAndSet cas -> {
          boolean matches = cas.expected().equals(value);
          if (matches != cas.succeeded()) {
            yield Optional.empty();
          }
          yield Optional.of(matches ? Optional.of(cas.value()) : value);
        }
      };
    }

    String blamed() {
      return furthest >= 0 && furthest < operations.size()
          ? operations.get(furthest).toString()
          : "the history";
    }
  }
}
