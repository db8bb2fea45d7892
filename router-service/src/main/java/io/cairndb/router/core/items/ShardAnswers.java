package io.cairndb.router.core.items;

import io.cairndb.coordination.Answers;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardResponse;
import java.util.List;
import java.util.UUID;

/** What routing must know of a shard's answers, and what a client is told of refusals. */
public final class ShardAnswers implements Answers<ShardResponse> {
  public static final ShardAnswers INSTANCE = new ShardAnswers();

  private static final UUID NO_TABLE = new UUID(0, 0);

  private ShardAnswers() {}

  @Override
  public boolean isStaleRoute(ShardResponse answer) {
    return answer instanceof Refusal.WrongPartition;
  }

  @Override
  public ShardResponse unknownGroup() {
    return new Refusal.TableGone(NO_TABLE);
  }

  @Override
  public ShardResponse overloaded() {
    return new Refusal.Overloaded();
  }

  @Override
  public ShardResponse deadlineExceeded() {
    return new Refusal.Unavailable("deadline exceeded");
  }

  /** The error for a request that a shard did not look at. */
  static DynamoDbException errorOf(Refusal refusal) {
    return switch (refusal) {
      case Refusal.TableGone ignored -> DynamoDbErrors.resourceNotFound();
      case Refusal.Overloaded ignored ->
          DynamoDbErrors.throttling(
              "Throughput exceeds the current capacity of your table or index.", List.of());
      case Refusal.WrongPartition ignored -> DynamoDbErrors.serviceUnavailable();
      case Refusal.Unavailable ignored -> DynamoDbErrors.serviceUnavailable();
    };
  }
}
