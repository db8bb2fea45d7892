package io.cairndb.router.grpc;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.placement.Partition;
import io.cairndb.router.core.streams.ChangeLogSource;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.PartitionPlace;
import io.cairndb.rpc.proto.ReadChangesRequest;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.codec.ShardCodec;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Change logs as a coordinator reads them. Thread-safe; calls block, as the port allows. */
record RemoteChangeLogs(Questions coordinator) implements ChangeLogSource {

  @Override
  public List<ChangeRecord.Positioned> read(
      Partition partition, ChangePosition after, int maxRecords, long maxBytes) {
    ReadChangesRequest request =
        ReadChangesRequest.newBuilder()
            .setPartition(place(partition))
            .setAfter(Payloads.position(after))
            .setMaxRecords(maxRecords)
            .setMaxBytes(maxBytes)
            .build();
    return await(
        CoordinatorGrpc.getReadChangesMethod(),
        request,
        answer -> ShardCodec.decodeChanges(Payloads.toBytes(answer.getChanges())));
  }

  @Override
  public ChangePosition tail(Partition partition) {
    return await(
        CoordinatorGrpc.getChangesTailMethod(), place(partition), Payloads::changePosition);
  }

  @Override
  public Optional<ChangePosition> oldest(Partition partition) {
    return await(
        CoordinatorGrpc.getChangesOldestMethod(),
        place(partition),
        answer ->
            answer.hasPosition()
                ? Optional.of(Payloads.changePosition(answer.getPosition()))
                : Optional.empty());
  }

  /** The home is told too: of the streams of dropped tables, no map knows the partitions. */
  private static PartitionPlace place(Partition partition) {
    return PartitionPlace.newBuilder()
        .setPartition(Payloads.id(partition.id().value()))
        .setHome(Payloads.shard(partition.home()))
        .build();
  }

  private <Q, A, T> T await(MethodDescriptor<Q, A> method, Q request, Function<A, T> reader) {
    try {
      return reader.apply(coordinator.ask(method, request).join());
    } catch (CompletionException lost) {
      if (lost.getCause() instanceof CallFailedException) {
        throw DynamoDbErrors.serviceUnavailable();
      }
      throw lost;
    } catch (CallFailedException | MessageFormatException | IllegalArgumentException unusable) {
      throw DynamoDbErrors.serviceUnavailable();
    }
  }
}
