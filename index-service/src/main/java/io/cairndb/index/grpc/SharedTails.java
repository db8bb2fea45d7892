package io.cairndb.index.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import io.grpc.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the end of each log once at a time, for all who want to know it.
 *
 * <p>Whoever asks while a question is under way may not have its answer: it may have been found out
 * before. They share the next question, which is sent when the answer of this one has come. So
 * every answer was found out after all who get it have asked, a log is asked as often as a round
 * trip takes however many queries wait, and nobody waits for more than two. A question is part of
 * the request of whoever was the first to want it, but does not end with it.
 *
 * <p>Thread-safe. Answers are shared and must not be completed by those who get them.
 */
final class SharedTails {
  private final Function<Partition, CompletableFuture<ChangePosition>> ask;

  /** What is under way, with the question that follows it; null when nobody has come since. */
  @GuardedBy("this")
  private final Map<PartitionId, @Nullable Question> following = new HashMap<>();

  /** A question and the request it is asked for. */
  private record Question(CompletableFuture<ChangePosition> answer, Context context) {
    /** One for the request that this thread works for. */
    static Question begin() {
      return new Question(new CompletableFuture<>(), Context.current().fork());
    }
  }

  /**
   * @param ask does not block and ends within a bounded time
   */
  SharedTails(Function<Partition, CompletableFuture<ChangePosition>> ask) {
    this.ask = ask;
  }

  CompletableFuture<ChangePosition> tail(Partition source) {
    Question first;
    synchronized (this) {
      if (following.containsKey(source.id())) {
        Question next = following.get(source.id());
        if (next == null) {
          next = Question.begin();
          following.put(source.id(), next);
        }
        return next.answer();
      }
      following.put(source.id(), null);
      first = Question.begin();
    }
    send(source, first);
    return first.answer();
  }

  private void send(Partition source, Question question) {
    question.context().run(() -> ask(source, question.answer()));
  }

  private void ask(Partition source, CompletableFuture<ChangePosition> answer) {
    var _ =
        question(source)
            .whenComplete(
                (tail, failure) -> {
                  Question next = takeNext(source.id());
                  if (next != null) {
                    send(source, next);
                  }
                  if (failure == null) {
                    answer.complete(tail);
                  } else {
                    answer.completeExceptionally(failure);
                  }
                });
  }

  /** Asks; what cannot be asked has failed, else nobody could ever ask after it again. */
  private CompletableFuture<ChangePosition> question(Partition source) {
    try {
      return ask.apply(source);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** The question to be sent now; null when there is none and nothing is under way any more. */
  private synchronized @Nullable Question takeNext(PartitionId source) {
    Question next = following.remove(source);
    if (next != null) {
      following.put(source, null);
    }
    return next;
  }
}
