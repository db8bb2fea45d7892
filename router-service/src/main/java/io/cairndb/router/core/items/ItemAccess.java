package io.cairndb.router.core.items;

import io.cairndb.coordination.Coordinator;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.expressions.Condition;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.ExpectedVersion;
import io.cairndb.shard.ItemBuffer;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Single reads and writes of items, through the coordinator. Thread-safe. Answers that are certain
 * become results or DynamoDB's errors; an answer that is not certain becomes InternalServerError,
 * which tells a client exactly that.
 */
final class ItemAccess {
  private final Coordinator<ShardRequest, ShardResponse> shards;

  ItemAccess(Coordinator<ShardRequest, ShardResponse> shards) {
    this.shards = shards;
  }

  Coordinator<ShardRequest, ShardResponse> shards() {
    return shards;
  }

  /**
   * One write, before it is known which partition it goes to.
   *
   * @param wantImages whether the answer is to show the item before and after
   */
  record Write(
      TablePlan table,
      ItemKey key,
      Mutation mutation,
      Optional<Condition> condition,
      boolean wantOldOnConditionFailure,
      ExpectedVersion expected,
      boolean wantImages) {

    /** A write that does not ask for the item's version. */
    Write(
        TablePlan table,
        ItemKey key,
        Mutation mutation,
        Optional<Condition> condition,
        boolean wantOldOnConditionFailure,
        boolean wantImages) {
      this(
          table,
          key,
          mutation,
          condition,
          wantOldOnConditionFailure,
          ExpectedVersion.ANY,
          wantImages);
    }

    Coordinator.Call<ShardRequest> call() {
      return new Coordinator.Call<>(
          table.schema().groupId(),
          key.token(),
          partition ->
              new Command.WriteItem(
                  PartitionRef.of(partition),
                  table.tableId(),
                  key,
                  mutation,
                  condition,
                  wantOldOnConditionFailure,
                  null,
                  expected,
                  wantImages));
    }
  }

  /** Reads one item to keep. */
  CompletableFuture<ShardResponse> get(TablePlan table, ItemKey key) {
    return get(table, key, null);
  }

  /**
   * Reads one item.
   *
   * @param into may hold the item's bytes, which are good until it is used again; null to keep them
   */
  CompletableFuture<ShardResponse> get(TablePlan table, ItemKey key, @Nullable ItemBuffer into) {
    return shards.send(getCall(table, key, into), null);
  }

  static Coordinator.Call<ShardRequest> getCall(TablePlan table, ItemKey key) {
    return getCall(table, key, null);
  }

  private static Coordinator.Call<ShardRequest> getCall(
      TablePlan table, ItemKey key, @Nullable ItemBuffer into) {
    return new Coordinator.Call<>(
        table.schema().groupId(),
        key.token(),
        partition -> new Read.GetItem(PartitionRef.of(partition), table.tableId(), key, into));
  }

  CompletableFuture<ShardResponse> write(Write write) {
    return shards.send(write.call(), null);
  }

  /** The item of an answer to a point read, or null. */
  static @Nullable Item itemOf(ShardResponse response) {
    return switch (response) {
      case ReadResult.ItemRead read -> read.item();
      case Refusal refusal -> throw ShardAnswers.errorOf(refusal);
      case ReadResult.ItemsRead other -> throw unexpected(other);
      case ReadResult.RangePage other -> throw unexpected(other);
      case CommandResult.Outcome other -> throw unexpected(other);
    };
  }

  /** The images of an answer to a single write. */
  static CommandResult.Written writtenOf(ShardResponse response) {
    if (response instanceof CommandResult.Written written) {
      return written;
    }
    throw errorOfWrite(response);
  }

  private static RuntimeException errorOfWrite(ShardResponse response) {
    return switch (response) {
      case CommandResult.ConditionFailed failed ->
          DynamoDbErrors.conditionalCheckFailed(failed.item());
      case CommandResult.VersionMismatch mismatch ->
          new VersionMismatchException(mismatch.current());
      case CommandResult.Rejected rejected -> DynamoDbErrors.validation(rejected.message());
      case CommandResult.TransactionConflict ignored -> DynamoDbErrors.transactionConflict();
      case Refusal refusal -> ShardAnswers.errorOf(refusal);
      case CommandResult.UnknownOutcome ignored -> outcomeUnknown();
      case CommandResult.Outcome other -> unexpected(other);
      case ReadResult.Answer other -> unexpected(other);
    };
  }

  static DynamoDbException outcomeUnknown() {
    return DynamoDbErrors.internalServerError();
  }

  static IllegalStateException unexpected(ShardResponse response) {
    return new IllegalStateException("unexpected answer: " + response.getClass().getSimpleName());
  }
}
