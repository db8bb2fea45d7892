package io.cairndb.rpc.node;

import io.cairndb.item.Bytes;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.codec.ShardCodec;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What the control plane asks of shards. Every call is idempotent and durable when its future
 * completes; a future that fails leaves open whether anything happened, and the call is to be
 * repeated: with {@link io.cairndb.rpc.CallFailedException} when the node did not answer, with
 * {@link IllegalStateException} when the shard did not do it.
 *
 * <p>Thread-safe.
 */
public final class NodeAdministration {
  private final StorageNodes nodes;

  NodeAdministration(StorageNodes nodes) {
    this.nodes = nodes;
  }

  /**
   * Makes the schema and the partitions known to their shard. A newer schema there stays; what the
   * schema no longer has is purged in the background.
   */
  public CompletableFuture<Void> install(
      ShardId shard, TableSchema schema, List<Partition> partitions) {
    return done(
        shard, StorageNodeGrpc.getInstallMethod(), new Command.InstallSchema(schema, partitions));
  }

  /** Makes the shard refuse the table from now on; its data goes in the background. */
  public CompletableFuture<Void> drop(ShardId shard, UUID tableId) {
    return done(shard, StorageNodeGrpc.getDropMethod(), new Command.DropTable(tableId));
  }

  /**
   * Shows a chunk of existing items to an index through the change log.
   *
   * @param after what the call before returned; empty to start
   * @return where to go on; empty when the partition is done, or is not there any more
   */
  public CompletableFuture<Optional<Bytes>> backfill(
      Partition partition, UUID indexId, Optional<Bytes> after, int maxItems) {
    Command command =
        new Command.BackfillChunk(
            PartitionRef.of(partition),
            Set.of(indexId),
            after.map(Bytes::toArray).orElse(null),
            maxItems);
    return progress(partition.home(), StorageNodeGrpc.getBackfillMethod(), command);
  }

  /**
   * Does a chunk of what schema changes left to do in a shard, which its node also does by itself.
   *
   * @return whether anything is left
   */
  public CompletableFuture<Boolean> advanceMaintenance(ShardId shard, int maxItems) {
    return progress(
            shard,
            StorageNodeGrpc.getAdvanceMaintenanceMethod(),
            new Command.AdvanceMaintenance(maxItems))
        .thenApply(Optional::isPresent);
  }

  private CompletableFuture<Void> done(
      ShardId shard, MethodDescriptor<ExecuteRequest, Payload> method, Command command) {
    return answer(shard, method, command)
        .thenAccept(
            response -> {
              if (!(response instanceof CommandResult.Done)) {
                throw notDone(response);
              }
            });
  }

  private CompletableFuture<Optional<Bytes>> progress(
      ShardId shard, MethodDescriptor<ExecuteRequest, Payload> method, Command command) {
    return answer(shard, method, command)
        .thenApply(
            response -> {
              if (response instanceof CommandResult.Progress progress) {
                return Optional.ofNullable(progress.next()).map(Bytes::of);
              }
              if (response instanceof Refusal.TableGone) {
                return Optional.<Bytes>empty();
              }
              throw notDone(response);
            });
  }

  private CompletableFuture<ShardResponse> answer(
      ShardId shard, MethodDescriptor<ExecuteRequest, Payload> method, Command command) {
    return StorageNodes.read(
        nodes.execute(shard, Payloads.toByteString(ShardCodec.encode(command)), method),
        payload -> ShardCodec.decodeResponse(Payloads.message(payload)));
  }

  private static IllegalStateException notDone(ShardResponse response) {
    return new IllegalStateException("the shard did not do it: " + response);
  }
}
