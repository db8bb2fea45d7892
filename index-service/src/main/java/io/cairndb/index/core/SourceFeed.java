package io.cairndb.index.core;

import io.cairndb.env.Clock;
import io.cairndb.index.core.Destinations.Destination;
import io.cairndb.index.core.Destinations.Share;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the changes of one source partition to the indexes of its table.
 *
 * <p>Works in turns, one after the other, each on whatever thread the executor gives: read a batch,
 * send each destination its share, and when all have answered take the next. A turn that fails is
 * repeated after a pause with whatever the topology is then; a turn that finds nothing new ends,
 * and {@link #wake} starts another. {@code wakeups} is zero while the feed rests, so that exactly
 * one chain of turns exists.
 *
 * <p>{@link #wake}, {@link #stop}, {@link #update} and {@link #progress} may be called by any
 * thread; all else is confined to the turns.
 */
final class SourceFeed {
  private final UUID tableId;
  private final Partition source;
  private final Environment environment;
  private final Progress progress = new Progress();
  private final Destinations destinations;
  private final AtomicInteger wakeups = new AtomicInteger();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /** Set by the timer until the cursors have been moved. */
  private final AtomicBoolean cursorTimerFired = new AtomicBoolean();

  /** The pause under way, if any; whoever takes it away ends it. */
  private final AtomicReference<@Nullable Runnable> pause = new AtomicReference<>();

  /** What the feed was last told; the next turn takes it over. */
  private volatile Assignment assignment;

  /** Wall-clock time at which the feed last left its rest. */
  private volatile long busySinceMillis;

  /** The newest change anybody has told of; behind the log's end at times, never ahead of it. */
  private final AtomicReference<ChangePosition> newest =
      new AtomicReference<>(ChangePosition.BEGINNING);

  /** Whether the cursors are known, and with them what is missing. */
  private volatile boolean started;

  /** Whether the log could not be read when it was last tried. */
  private volatile boolean sourceAway;

  private int assignmentTaken;
  private long sentNanos;
  private ChangePosition position = ChangePosition.BEGINNING;
  private int failures;
  private boolean cursorTimerSet;

  /** What all feeds share. */
  record Environment(
      ChangeSource changes,
      IndexSink sink,
      Turnstile turnstile,
      Executor executor,
      Delays delays,
      Clock clock,
      FeedOptions options,
      FeedListener listener) {}

  /**
   * What to feed, and where to.
   *
   * @param number counts the assignments, from 1
   */
  private record Assignment(int number, TableSchema table, PartitionMap partitions) {}

  SourceFeed(
      TableSchema table, Partition source, PartitionMap partitions, Environment environment) {
    this.tableId = table.tableId();
    this.source = source;
    this.environment = environment;
    this.assignment = new Assignment(1, table, partitions);
    this.destinations = new Destinations(source.id(), environment.sink(), table);
  }

  Partition source() {
    return source;
  }

  Progress progress() {
    return progress;
  }

  /** Whether the index is, or is about to be, fed by this. */
  boolean feeds(UUID indexId) {
    return indexIds().contains(indexId);
  }

  /** The indexes to be fed now. */
  List<UUID> indexIds() {
    return assignment.table().globalIndexes().stream().map(SecondaryIndex::id).toList();
  }

  /** Whether the log is known, without asking anybody, to hold nothing the index lacks. */
  boolean isCaughtUp(UUID indexId) {
    ChangePosition tail = environment.changes().tailAtHand(source);
    return tail != null && progress.hasReached(indexId, tail);
  }

  /** The log reaches up to {@code position}, at least. */
  void heardOf(ChangePosition position) {
    newest.accumulateAndGet(position, SourceFeed::later);
  }

  private static ChangePosition later(ChangePosition a, ChangePosition b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** Takes over a newer schema and map, at the next turn. Called by one thread at a time. */
  void update(TableSchema table, PartitionMap partitions) {
    assignment = new Assignment(assignment.number() + 1, table, partitions);
    wake();
  }

  /** There may be something to do. */
  void wake() {
    if (wakeups.getAndIncrement() == 0) {
      busySinceMillis = environment.clock().currentTimeMillis();
      environment.turnstile().enter(this::turn);
    }
  }

  /** How old the oldest change known is that some index lacks, at most. */
  long lagMillis() {
    if (!isBehind()) {
      return 0;
    }
    // When the feed last rested, nothing was missing.
    long since = Math.max(progress.slowest().millis(), busySinceMillis);
    return Math.max(0, environment.clock().currentTimeMillis() - since);
  }

  /** Whether some index lacks changes that are known of, or may lack some since the start. */
  boolean isBehind() {
    return started ? progress.slowest().compareTo(newest.get()) < 0 : wakeups.get() > 0;
  }

  /** Whether the log itself is away; its writers are then, too. */
  boolean isSourceAway() {
    return sourceAway;
  }

  /** Ends after the batch under way; completes when nothing of the feed runs any more. */
  CompletableFuture<Void> stop() {
    stopping.set(true);
    wake();
    Runnable resume = pause.getAndSet(null);
    if (resume != null) {
      resume.run();
    }
    return stopped;
  }

  private void turn() {
    int seen = wakeups.get();
    if (stopping.get()) {
      end();
      return;
    }
    Assignment given = assignment;
    if (given.number() == assignmentTaken) {
      attempt(() -> work(seen));
      return;
    }
    attempt(
        () ->
            then(
                destinations.cursorsOfNew(given.table(), given.partitions()),
                cursors -> {
                  take(given, cursors);
                  work(seen);
                },
                failure -> retry("an index partition could not be asked: " + failure)));
  }

  private void take(Assignment given, Map<PartitionId, ChangePosition> cursors) {
    destinations.update(given.table(), given.partitions(), cursors);
    if (!destinations.isComplete()) {
      throw new IllegalStateException("an index has no partitions yet");
    }
    assignmentTaken = given.number();
    // Back to where the slowest is; the others ignore what they have had.
    position = destinations.start();
    progress.retain(destinations.indexes());
    for (UUID index : destinations.indexes()) {
      progress.advance(index, destinations.startOf(index));
    }
    started = true;
  }

  private void work(int seen) {
    if (cursorTimerFired.get()) {
      sendCursors();
      return;
    }
    FeedOptions options = environment.options();
    then(
        environment.changes().read(source, position, options.maxRecords(), options.maxBytes()),
        batch -> {
          sourceAway = false;
          if (batch.isEmpty()) {
            rest(seen);
          } else {
            heardOf(batch.getLast().position());
            send(batch);
          }
        },
        failure -> {
          sourceAway = true;
          retry("the change log could not be read: " + failure);
        });
  }

  /** Goes on with an outcome, here when it is at hand, else on a thread of the executor. */
  private <T> void then(
      CompletableFuture<T> outcome, Consumer<T> next, Consumer<String> otherwise) {
    if (outcome.isDone()) {
      proceed(outcome, next, otherwise);
      return;
    }
    var _ =
        outcome.handleAsync(
            (value, thrown) -> {
              attempt(() -> proceed(outcome, next, otherwise));
              return null;
            },
            environment.executor());
  }

  private static <T> void proceed(
      CompletableFuture<T> outcome, Consumer<T> next, Consumer<String> otherwise) {
    switch (outcome.state()) {
      case SUCCESS -> next.accept(outcome.resultNow());
      case FAILED -> otherwise.accept(textOf(outcome.exceptionNow()));
      case CANCELLED, RUNNING -> otherwise.accept("cancelled");
    }
  }

  /**
   * A step of a turn; a defect in it is met like any other obstacle, and so is an error: a feed
   * that ended with one would keep its place, and its indexes would stand still.
   */
  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error failure) {
      retry(textOf(failure));
    }
  }

  /** Not all failures have a message, but all a name. */
  private static String textOf(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private void send(List<ChangeRecord.Positioned> batch) {
    ChangePosition upTo = batch.getLast().position();
    List<Share> shares = destinations.share(batch);
    sentNanos = environment.clock().nanoTime();
    apply(shares, upTo, () -> advance(batch, shares, upTo));
  }

  private void advance(
      List<ChangeRecord.Positioned> batch, List<Share> shares, ChangePosition upTo) {
    position = upTo;
    int mutations = 0;
    for (Share share : shares) {
      mutations += share.mutations().size();
    }
    FeedListener.Applied applied =
        new FeedListener.Applied(
            batch.size(), mutations, environment.clock().nanoTime() - sentNanos);
    environment.listener().onApplied(tableId, source.id(), applied);
    for (Destination destination : destinations.all()) {
      progress.advance(destination.indexId, upTo);
    }
    scheduleCursors();
  }

  /** Moves the cursors of destinations that had no changes lately. */
  private void sendCursors() {
    List<Share> behind = new ArrayList<>();
    for (Destination destination : destinations.all()) {
      if (destination.cursor.compareTo(position) < 0) {
        behind.add(new Share(destination, List.of()));
      }
    }
    apply(
        behind,
        position,
        () -> {
          cursorTimerFired.set(false);
          cursorTimerSet = false;
        });
  }

  private void scheduleCursors() {
    if (!cursorTimerSet) {
      cursorTimerSet = true;
      environment
          .delays()
          .after(
              environment.options().cursorInterval(),
              () -> {
                cursorTimerFired.set(true);
                wake();
              });
    }
  }

  /** Sends the shares and, when all are applied, goes on with another turn. */
  private void apply(List<Share> shares, ChangePosition upTo, Runnable whenApplied) {
    List<CompletableFuture<CommandResult>> answers = new ArrayList<>(shares.size());
    for (Share share : shares) {
      Partition to = share.destination().partition;
      answers.add(
          environment
              .sink()
              .apply(
                  to,
                  new Command.ApplyIndexChanges(
                      PartitionRef.of(to), source.id(), upTo, share.mutations())));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    var _ =
        all.handleAsync(
            (ignored, thrown) -> {
              attempt(() -> settle(shares, answers, upTo, whenApplied));
              return null;
            },
            environment.executor());
  }

  private void settle(
      List<Share> shares,
      List<CompletableFuture<CommandResult>> answers,
      ChangePosition upTo,
      Runnable whenApplied) {
    String obstacle = null;
    for (int i = 0; i < shares.size(); i++) {
      String one = settle(shares.get(i).destination(), answers.get(i), upTo);
      obstacle = one == null ? obstacle : one;
    }
    if (obstacle != null) {
      retry(obstacle);
      return;
    }
    failures = 0;
    whenApplied.run();
    turn();
  }

  /** Notes what a destination answered; returns why it must be sent again, or null. */
  private static @Nullable String settle(
      Destination destination, CompletableFuture<CommandResult> answer, ChangePosition upTo) {
    if (answer.isCompletedExceptionally()) {
      return "the shard could not be asked";
    }
    return switch (answer.join()) {
      case CommandResult.IndexApplied applied -> {
        destination.cursor = applied.upTo();
        yield applied.upTo().compareTo(upTo) >= 0 ? null : "applied in part";
      }
      case Refusal refusal -> refusal.getClass().getSimpleName();
      case CommandResult.Outcome other -> other.getClass().getSimpleName();
    };
  }

  /** Gives the place up and comes back after a pause, or at once when stopped. */
  private void retry(String reason) {
    failures++;
    environment.listener().onRetry(tableId, source.id(), failures, reason);
    environment.turnstile().leave();
    Runnable resume = () -> environment.turnstile().enter(this::turn);
    pause.set(resume);
    environment
        .delays()
        .after(
            environment.options().backoff(failures),
            () -> {
              if (pause.compareAndSet(resume, null)) {
                resume.run();
              }
            });
    if (stopping.get() && pause.compareAndSet(resume, null)) {
      resume.run();
    }
  }

  private void rest(int seen) {
    if (wakeups.addAndGet(-seen) == 0) {
      environment.turnstile().leave();
      return;
    }
    environment.turnstile().leave();
    environment.turnstile().enter(this::turn);
  }

  /** The last turn: wakeups stay above zero, so none follows. */
  private void end() {
    environment.turnstile().leave();
    progress.releaseAll();
    stopped.complete(null);
  }
}
