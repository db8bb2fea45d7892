package io.cairndb.router.grpc;

import io.cairndb.coordination.Deadline;
import io.cairndb.env.Clock;
import io.cairndb.router.core.items.IndexBarrier;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.AwaitCaughtUpRequest;
import io.cairndb.rpc.proto.AwaitCaughtUpResponse;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the index service whether an index has caught up. When it cannot be asked it is asked again
 * until the deadline, after which readers see the index as far as it is. Thread-safe; does not
 * fail.
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
    CompletableFuture<Boolean> reached = new CompletableFuture<>();
    ask(request, deadline, reached);
    return reached;
  }

  private void ask(
      AwaitCaughtUpRequest request, Deadline deadline, CompletableFuture<Boolean> reached) {
    Duration left = deadline.remaining(clock);
    if (left.isZero()) {
      reached.complete(false);
      return;
    }
    CompletableFuture<AwaitCaughtUpResponse> _ =
        indexService
            .ask(IndexServiceGrpc.getAwaitCaughtUpMethod(), request, left)
            .whenComplete(
                (answer, failure) -> {
                  if (answer != null && answer.getCaughtUp()) {
                    reached.complete(true);
                  } else {
                    delays.after(PAUSE, () -> ask(request, deadline, reached));
                  }
                });
  }
}
