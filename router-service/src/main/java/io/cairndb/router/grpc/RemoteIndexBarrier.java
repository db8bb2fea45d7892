package io.cairndb.router.grpc;

import io.cairndb.coordination.Deadline;
import io.cairndb.env.Clock;
import io.cairndb.router.core.items.IndexBarrier;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.AwaitCaughtUpRequest;
import io.cairndb.rpc.proto.AwaitCaughtUpResponse;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the index service whether an index has caught up. When it cannot be asked, readers see the
 * index as far as it is, at once: waiting would not bring it further. A connection that is lost
 * meanwhile is made anew, once. Thread-safe; does not fail.
 */
final class RemoteIndexBarrier implements IndexBarrier {
  private final Peer indexService;
  private final Clock clock;

  RemoteIndexBarrier(Peer indexService, Clock clock) {
    this.indexService = indexService;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Boolean> await(UUID tableId, UUID indexId, Deadline deadline) {
    AwaitCaughtUpRequest request =
        AwaitCaughtUpRequest.newBuilder()
            .setTable(Payloads.id(tableId))
            .setIndex(Payloads.id(indexId))
            .build();
    return ask(request, deadline)
        .exceptionallyCompose(
            failure ->
                isLost(Peer.failureOf(failure))
                    ? ask(request, deadline)
                    : CompletableFuture.failedFuture(failure))
        .handle((answer, failure) -> answer != null && answer.getCaughtUp());
  }

  private CompletableFuture<AwaitCaughtUpResponse> ask(
      AwaitCaughtUpRequest request, Deadline deadline) {
    Duration left = deadline.remaining(clock);
    return indexService.ask(IndexServiceGrpc.getAwaitCaughtUpMethod(), request, left);
  }

  private static boolean isLost(CallFailure failure) {
    return failure.kind() == CallFailure.Kind.UNAVAILABLE && !failure.certain();
  }
}
