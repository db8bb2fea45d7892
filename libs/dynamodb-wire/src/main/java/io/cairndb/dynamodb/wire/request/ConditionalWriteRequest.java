package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the requests that write one item, if a condition holds, have in common. */
public sealed interface ConditionalWriteRequest
    permits PutItemRequest, UpdateItemRequest, DeleteItemRequest {

  String tableName();

  @Nullable Map<String, ExpectedAttributeValue> expected();

  @Nullable ConditionalOperator conditionalOperator();

  @Nullable String conditionExpression();

  @Nullable Map<String, String> expressionAttributeNames();

  @Nullable Map<String, AttributeValue> expressionAttributeValues();

  @Nullable ReturnValue returnValues();

  @Nullable ReturnConsumedCapacity returnConsumedCapacity();

  @Nullable ReturnItemCollectionMetrics returnItemCollectionMetrics();

  @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure();
}
