package io.cairndb.router.grpc;

import com.google.protobuf.ByteString;
import io.cairndb.coordination.PartitionClient;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.placement.Partition;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.ForwardRequest;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.shard.Command;
import io.cairndb.shard.Read;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.codec.ShardCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The way to partitions through a coordinator. Thread-safe. Answers arrive on gRPC's threads; the
 * future does not fail: what became of a lost call is an answer too. A read that is late or lost is
 * sent once more; a command never is.
 */
final class CoordinatorClient implements PartitionClient<ShardRequest, ShardResponse> {
  /** A map that made a request stale is on its way; this is what it may take. */
  private static final Duration MAP_WAIT = Duration.ofMillis(500);

  private final Peer coordinator;
  private final ClusterWatch watch;
  private final Questions questions;
  private final Duration deadline;

  /**
   * A client of one coordinator.
   *
   * @param questions asks the same
   * @param watch whose map requests are planned with
   * @param deadline time for each command
   */
  CoordinatorClient(Peer coordinator, Questions questions, ClusterWatch watch, Duration deadline) {
    this.coordinator = coordinator;
    this.questions = questions;
    this.watch = watch;
    this.deadline = deadline;
  }

  @Override
  public CompletableFuture<ShardResponse> send(Partition partition, ShardRequest request) {
    ByteString message;
    try {
      message = Payloads.toByteString(ShardCodec.encode(request));
    } catch (MessageFormatException unsendable) {
      return CompletableFuture.completedFuture(fault(true, unsendable).responseTo(request));
    }
    // At least that of the map the request was planned with, since maps only become newer.
    long mapVersion = watch.catalog().partitions().version();
    ForwardRequest forward =
        ForwardRequest.newBuilder()
            .setPartition(Payloads.id(partition.id().value()))
            .setMapVersion(mapVersion)
            .setMessage(message)
            .build();
    return forward(request, forward)
        .handle((answer, failure) -> responseTo(request, answer, failure))
        .thenCompose(
            response ->
                response instanceof Refusal.WrongPartition
                    ? withNewerMap(mapVersion, response)
                    : CompletableFuture.completedFuture(response));
  }

  private CompletableFuture<Payload> forward(ShardRequest request, ForwardRequest message) {
    return switch (request) {
      case Read ignored -> questions.ask(CoordinatorGrpc.getForwardMethod(), message);
      case Command ignored ->
          coordinator.ask(CoordinatorGrpc.getForwardMethod(), message, deadline);
    };
  }

  /** Whoever plans the request anew needs the map that made it stale. */
  private CompletableFuture<ShardResponse> withNewerMap(long used, ShardResponse stale) {
    return watch.awaitMapVersion(used + 1, MAP_WAIT).thenApply(came -> stale);
  }

  private static ShardResponse responseTo(
      ShardRequest request, @Nullable Payload answer, @Nullable Throwable failure) {
    if (answer == null) {
      return Peer.failureOf(failure).responseTo(request);
    }
    try {
      return ShardCodec.decodeResponse(Payloads.message(answer));
    } catch (MessageFormatException unreadable) {
      return fault(false, unreadable).responseTo(request);
    }
  }

  private static CallFailure fault(boolean certain, MessageFormatException why) {
    return new CallFailure(
        CallFailure.Kind.FAULT, certain, "a message cannot be used: " + why.getMessage());
  }
}
