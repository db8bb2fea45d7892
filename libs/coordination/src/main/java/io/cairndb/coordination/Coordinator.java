package io.cairndb.coordination;

import io.cairndb.env.Clock;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Routes requests to partitions. Thread-safe; an answer that is there at once is returned without
 * any further stage, so a read from memory costs no hand-off.
 *
 * <p>A request is built for the partition it goes to, since it carries that partition's epoch. When
 * the partition calls the epoch stale, nothing has happened yet: the request is built and sent
 * again, provided the map has moved on meanwhile, at most {@link Limits#attempts} times in all.
 * Otherwise the stale answer is the answer.
 */
public final class Coordinator<Q, A> {
  private final Supplier<PartitionMap> map;
  private final PartitionClient<Q, A> client;
  private final Answers<A> answers;
  private final AdmissionControl admission;
  private final Clock clock;
  private final Limits limits;
  private final LongAdder staleRoutes = new LongAdder();
  private final LongAdder expired = new LongAdder();

  /**
   * Bounds.
   *
   * @param attempts how often one request may be sent, the first time included
   * @param fanOut how many partitions one gathering request may have under way
   */
  public record Limits(int attempts, int fanOut) {
    /** Enough for a split during the request; little enough that one request cannot flood. */
    public static final Limits DEFAULT = new Limits(4, 32);

    public Limits {
      if (attempts < 1 || fanOut < 1) {
        throw new IllegalArgumentException("limits must be positive: " + attempts + ", " + fanOut);
      }
    }
  }

  /**
   * Figures at this moment, for meters.
   *
   * @param staleRoutes requests refused by a partition for a stale epoch
   * @param expired requests not sent because their deadline had passed
   */
  public record Stats(long staleRoutes, long expired) {}

  /**
   * Where a request goes and how it is made for the partition found there.
   *
   * @param token position in the group
   */
  public record Call<Q>(UUID groupId, long token, Function<Partition, Q> request) {}

  public Coordinator(
      Supplier<PartitionMap> map,
      PartitionClient<Q, A> client,
      Answers<A> answers,
      AdmissionControl admission,
      Clock clock,
      Limits limits) {
    this.map = map;
    this.client = client;
    this.answers = answers;
    this.admission = admission;
    this.clock = clock;
    this.limits = limits;
  }

  /** The partitions of a group as this coordinator sees them now, in token order. */
  public List<Partition> partitionsOf(UUID groupId) {
    return map.get().partitionsOf(groupId);
  }

  public Stats stats() {
    return new Stats(staleRoutes.sum(), expired.sum());
  }

  /** Sends one request to the partition that holds its token. */
  public CompletableFuture<A> send(Call<Q> call, @Nullable Deadline deadline) {
    if (!admission.tryAcquire()) {
      return CompletableFuture.completedFuture(answers.overloaded());
    }
    CompletableFuture<A> answer;
    try {
      answer = attempt(call, deadline, 1);
    } catch (RuntimeException | Error failure) {
      admission.release();
      throw failure;
    }
    if (answer.isDone()) {
      admission.release();
      return answer;
    }
    return answer.whenComplete((ignored, failure) -> admission.release());
  }

  /**
   * Sends each request to its partition, at most {@link Limits#fanOut} at a time, and answers with
   * the answers in the order of {@code calls}. When one fails, the whole fails, after those under
   * way have ended; the rest is not sent.
   */
  public CompletableFuture<List<A>> gather(List<Call<Q>> calls, @Nullable Deadline deadline) {
    return new Gathering<>(calls, call -> send(call, deadline), limits.fanOut()).start();
  }

  private CompletableFuture<A> attempt(Call<Q> call, @Nullable Deadline deadline, int attempt) {
    if (deadline != null && deadline.hasPassed(clock)) {
      expired.increment();
      return CompletableFuture.completedFuture(answers.deadlineExceeded());
    }
    PartitionMap current = map.get();
    Partition partition = current.find(call.groupId(), call.token());
    if (partition == null) {
      return CompletableFuture.completedFuture(answers.unknownGroup());
    }
    CompletableFuture<A> answer = client.send(partition, call.request().apply(partition));
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      A value = answer.join();
      return answers.isStaleRoute(value) ? retry(call, deadline, attempt, current, value) : answer;
    }
    return answer.thenCompose(
        value ->
            answers.isStaleRoute(value)
                ? retry(call, deadline, attempt, current, value)
                : CompletableFuture.completedFuture(value));
  }

  private CompletableFuture<A> retry(
      Call<Q> call, @Nullable Deadline deadline, int attempt, PartitionMap used, A stale) {
    staleRoutes.increment();
    boolean mapMovedOn = map.get().version() != used.version();
    return attempt < limits.attempts() && mapMovedOn
        ? attempt(call, deadline, attempt + 1)
        : CompletableFuture.completedFuture(stale);
  }
}
