package io.cairndb.partition.manager;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Runs the control plane's tasks one at a time, in the order given. A task that fails is told in
 * the log and over; the loop goes on. Thread-safe.
 */
public interface ControlLoop {

  /**
   * Runs the control plane's own work, of which there is never much at a time. Once the loop is
   * closed it is dropped.
   */
  void execute(Runnable task);

  /**
   * Runs what somebody else asks for.
   *
   * @return false when it will never run: as many tasks wait as are accepted, or the loop is closed
   */
  boolean offer(Runnable task);

  /**
   * Has somebody else's question decided in the loop. The future fails with what {@code decision}
   * throws, and with {@link UndecidedException} when the question is not taken up; nothing has been
   * decided then. A question whose future is cancelled before its turn comes is not decided.
   */
  default <T> CompletableFuture<T> decide(Supplier<T> decision) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean accepted =
        offer(
            () -> {
              if (answer.isDone()) {
                return;
              }
              try {
                answer.complete(decision.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    if (!accepted) {
      answer.completeExceptionally(new UndecidedException());
    }
    return answer;
  }

  /**
   * Runs the task in the loop, not before {@code delay} has passed. Once the loop is closed it is
   * dropped.
   */
  void schedule(Runnable task, Duration delay);
}
