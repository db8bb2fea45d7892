package io.cairndb.coordination;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One scatter and gather: keeps a bounded number of calls under way until all are answered or one
 * has failed. Thread-safe; calls are started outside the lock, on whichever thread brought the
 * answer that made room.
 */
final class Gathering<C, A> {
  private final List<C> calls;
  private final Function<C, CompletableFuture<A>> send;
  private final int fanOut;
  private final CompletableFuture<List<A>> result = new CompletableFuture<>();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<@Nullable A> answers;

  @GuardedBy("lock")
  private int next;

  @GuardedBy("lock")
  private int underWay;

  @GuardedBy("lock")
  private @Nullable Throwable failure;

  Gathering(List<C> calls, Function<C, CompletableFuture<A>> send, int fanOut) {
    this.calls = List.copyOf(calls);
    this.send = send;
    this.fanOut = fanOut;
    List<@Nullable A> unanswered = new ArrayList<>(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      unanswered.add(null);
    }
    this.answers = unanswered;
  }

  CompletableFuture<List<A>> start() {
    advance();
    return result;
  }

  private void advance() {
    int index;
    while ((index = take()) >= 0) {
      int position = index;
      CompletableFuture<A> answer;
      try {
        answer = send.apply(calls.get(position));
      } catch (RuntimeException thrown) {
        answer = CompletableFuture.failedFuture(thrown);
      }
      if (answer.isDone()) {
        CompletableFuture<A> _ =
            answer.whenComplete((value, thrown) -> settle(position, value, thrown));
      } else {
        CompletableFuture<A> _ =
            answer.whenComplete(
                (value, thrown) -> {
                  settle(position, value, thrown);
                  advance();
                });
      }
    }
    finishWhenSettled();
  }

  /** The next call to start, or -1 when there is none or no room. */
  private int take() {
    synchronized (lock) {
      if (failure != null || next == calls.size() || underWay == fanOut) {
        return -1;
      }
      underWay++;
      return next++;
    }
  }

  private void settle(int index, @Nullable A value, @Nullable Throwable thrown) {
    synchronized (lock) {
      underWay--;
      answers.set(index, value);
      if (thrown != null && failure == null) {
        failure = thrown;
      }
    }
  }

  private void finishWhenSettled() {
    List<A> complete;
    Throwable failed;
    synchronized (lock) {
      if (underWay > 0 || (failure == null && next < calls.size())) {
        return;
      }
      failed = failure;
      complete = new ArrayList<>(answers.size());
      if (failed == null) {
        for (A answer : answers) {
          if (answer == null) {
            throw new IllegalStateException("a call was answered with nothing");
          }
          complete.add(answer);
        }
      }
    }
    if (failed == null) {
      result.complete(complete);
    } else {
      result.completeExceptionally(failed);
    }
  }
}
