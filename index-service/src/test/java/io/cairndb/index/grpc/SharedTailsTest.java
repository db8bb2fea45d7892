package io.cairndb.index.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.ChangePosition;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** An answer under way may be older than what a new caller was acknowledged: it must not be his. */
final class SharedTailsTest {
  private static final Context.Key<String> REQUEST = Context.keyWithDefault("request", "none");

  private final List<CompletableFuture<ChangePosition>> questions = new ArrayList<>();
  private boolean closed;
  private final List<String> askedFor = new ArrayList<>();
  private final SharedTails tails =
      new SharedTails(
          source -> {
            if (closed) {
              throw new IllegalStateException("closed");
            }
            CompletableFuture<ChangePosition> question = new CompletableFuture<>();
            questions.add(question);
            askedFor.add(REQUEST.get());
            return question;
          });
  private final Partition source = partition(1);

  private static Partition partition(long number) {
    return new Partition(
        new PartitionId(new UUID(0, number)),
        new UUID(1, 1),
        TokenRange.split(1).getFirst(),
        new ShardId(1, 0),
        Epoch.FIRST);
  }

  private static ChangePosition at(int place) {
    return new ChangePosition(place, 0);
  }

  @Test
  void whoeverComesLaterGetsALaterAnswer() {
    CompletableFuture<ChangePosition> first = tails.tail(source);
    CompletableFuture<ChangePosition> second = tails.tail(source);
    CompletableFuture<ChangePosition> third = tails.tail(source);
    assertEquals(1, questions.size(), "one at a time");
    questions.getFirst().complete(at(1));
    assertEquals(at(1), first.join());
    assertFalse(second.isDone(), "it may have been acknowledged something since");
    assertEquals(2, questions.size());
    CompletableFuture<ChangePosition> fourth = tails.tail(source);
    questions.get(1).complete(at(2));
    assertEquals(at(2), second.join());
    assertEquals(at(2), third.join());
    assertFalse(fourth.isDone());
    questions.get(2).complete(at(3));
    assertEquals(at(3), fourth.join());
    assertEquals(3, questions.size(), "nobody asked any more");
  }

  private void ask() {
    CompletableFuture<ChangePosition> _ = tails.tail(source);
  }

  /** It is part of that request, and goes on when the request has been given up. */
  @Test
  void aQuestionIsAskedForWhoWantedItFirst() {
    Context.CancellableContext first =
        Context.current().withValue(REQUEST, "first").withCancellation();
    first.run(this::ask);
    Context second = Context.current().withValue(REQUEST, "second");
    second.run(this::ask);
    ask();
    first.cancel(null);
    questions.getFirst().complete(at(1));
    assertEquals(List.of("first", "second"), askedFor);
    questions.get(1).complete(at(2));
    assertFalse(tails.tail(source).isDone());
    assertEquals(List.of("first", "second", "none"), askedFor);
  }

  @Test
  void aFailureIsToldToThoseWhoAsked() {
    CompletableFuture<ChangePosition> first = tails.tail(source);
    CompletableFuture<ChangePosition> second = tails.tail(source);
    questions.getFirst().completeExceptionally(new IllegalStateException("away"));
    assertThrows(CompletionException.class, first::join);
    questions.get(1).complete(at(2));
    assertEquals(at(2), second.join());
    assertFalse(tails.tail(source).isDone());
    assertEquals(3, questions.size());
  }

  @Test
  void aQuestionThatCannotBeSentKeepsNobodyFromAskingAgain() {
    closed = true;
    CompletableFuture<ChangePosition> first = tails.tail(source);
    assertThrows(CompletionException.class, first::join);
    closed = false;
    CompletableFuture<ChangePosition> second = tails.tail(source);
    questions.getFirst().complete(at(1));
    assertEquals(at(1), second.join());
  }

  @Test
  void logsDoNotWaitForEachOther() {
    CompletableFuture<ChangePosition> one = tails.tail(source);
    CompletableFuture<ChangePosition> other = tails.tail(partition(2));
    assertEquals(2, questions.size());
    questions.get(1).complete(at(9));
    assertTrue(other.isDone());
    assertFalse(one.isDone());
  }
}
