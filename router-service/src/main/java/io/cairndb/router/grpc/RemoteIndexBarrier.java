package io.cairndb.router.grpc;

import io.cairndb.coordination.Deadline;
import io.cairndb.env.Clock;
import io.cairndb.router.core.items.IndexBarrier;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.AwaitCaughtUpRequest;
import io.cairndb.rpc.proto.AwaitCaughtUpResponse;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the index service whether an index has caught up. One that does not know the index yet is
 * asked again until the deadline. When it cannot be asked, readers see the index as far as it is,
 * at once: waiting would not bring it further. A connection that is lost meanwhile is made anew,
 * once. Thread-safe; does not fail.
 */
final class RemoteIndexBarrier implements IndexBarrier {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Peer indexService;
  private final Clock clock;
  private final Delays delays;

  RemoteIndexBarrier(Peer indexService, Clock clock, Delays delays) {
    this.indexService = indexService;
    this.clock = clock;
    this.delays = delays;
  }

  @Override
  public CompletableFuture<Boolean> await(UUID tableId, UUID indexId, Deadline deadline) {
    AwaitCaughtUpRequest request =
        AwaitCaughtUpRequest.newBuilder()
            .setTable(Payloads.id(tableId))
            .setIndex(Payloads.id(indexId))
            .build();
    Waiting waiting = new Waiting(request, deadline, new CompletableFuture<>());
    ask(waiting, true);
    return waiting.reached();
  }

  private record Waiting(
      AwaitCaughtUpRequest request, Deadline deadline, CompletableFuture<Boolean> reached) {}

  /**
   * @param onceMore whether a lost connection may be made anew
   */
  private void ask(Waiting waiting, boolean onceMore) {
    Duration left = waiting.deadline().remaining(clock);
    if (left.isZero()) {
      waiting.reached().complete(false);
      return;
    }
    CompletableFuture<AwaitCaughtUpResponse> _ =
        indexService
            .ask(IndexServiceGrpc.getAwaitCaughtUpMethod(), waiting.request(), left)
            .whenComplete(
                (answer, failure) -> {
                  if (answer == null) {
                    failed(waiting, onceMore, failure);
                  } else if (answer.getCaughtUp()) {
                    waiting.reached().complete(true);
                  } else {
                    delays.after(PAUSE, () -> ask(waiting, onceMore));
                  }
                });
  }

  private void failed(Waiting waiting, boolean onceMore, @Nullable Throwable failure) {
    CallFailure reason = Peer.failureOf(failure);
    boolean lost = reason.kind() == CallFailure.Kind.UNAVAILABLE && !reason.certain();
    if (lost && onceMore) {
      ask(waiting, false);
    } else {
      waiting.reached().complete(false);
    }
  }
}
