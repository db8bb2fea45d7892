package io.cairndb.dynamodb.wire.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.error.ThrottlingReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bodies of failures, byte for byte. */
class ErrorResponseTest {

  @Test
  void bodiesOfFailures() {
    assertBody(
        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"no\"}",
        DynamoDbErrors.validation("no"));
    assertBody(
        "{\"__type\":\"com.amazon.coral.service#SerializationException\"}",
        DynamoDbErrors.serialization());
    assertBody(
        "{\"__type\":\"com.amazon.coral.service#SerializationException\",\"Message\":\"no\"}",
        DynamoDbErrors.serialization("no"));
    assertBody(
        "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}",
        DynamoDbErrors.unknownOperation());
    assertBody(
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
            + "\"message\":\"Requested resource not found: Table: t not found\"}",
        DynamoDbErrors.tableMissing("t"));
  }

  @Test
  void failedConditionsShowTheItemWhereItWasAskedFor() {
    String start =
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
            + "\"message\":\"The conditional request failed\"";
    assertBody(start + "}", DynamoDbErrors.conditionalCheckFailed(null));
    assertBody(
        start + ",\"Item\":{\"a\":{\"S\":\"x\"}}}",
        DynamoDbErrors.conditionalCheckFailed(Samples.ITEM));
  }

  @Test
  void cancelledTransactionsTellWhy() {
    assertBody(
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
            + "\"Message\":\"Transaction cancelled, please refer cancellation reasons for specific"
            + " reasons [None, ConditionalCheckFailed, TransactionConflict]\","
            + "\"CancellationReasons\":[{\"Code\":\"None\"},"
            + "{\"Code\":\"ConditionalCheckFailed\",\"Message\":\"The conditional request failed\","
            + "\"Item\":{\"a\":{\"S\":\"x\"}}},"
            + "{\"Code\":\"TransactionConflict\",\"Message\":\"Transaction is ongoing for the"
            + " item\"}]}",
        DynamoDbErrors.transactionCanceled(
            List.of(
                CancellationReason.none(),
                CancellationReason.conditionalCheckFailed(Samples.ITEM),
                CancellationReason.transactionConflict())));
  }

  @Test
  void throttlingNamesTheLimit() {
    List<ThrottlingReason> reasons = List.of(new ThrottlingReason("why", "arn"));
    assertBody(
        "{\"__type\":\"com.amazon.coral.availability#ThrottlingException\",\"message\":\"slow\","
            + "\"throttlingReasons\":[{\"reason\":\"why\",\"resource\":\"arn\"}]}",
        DynamoDbErrors.throttling("slow", reasons));
    assertEquals(
        reasons, DynamoDbErrors.provisionedThroughputExceeded(reasons).throttlingReasons());
  }

  private static void assertBody(String expected, DynamoDbException error) {
    assertEquals(expected, new ErrorResponse(error).toBuffer().toString());
  }
}
