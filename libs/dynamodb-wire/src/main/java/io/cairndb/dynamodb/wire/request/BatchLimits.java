package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import java.util.List;

/** Bounds on a batch as a whole, which the model cannot express. */
final class BatchLimits {
  private static final int READS = 100;
  private static final int WRITES = 25;

  private BatchLimits() {}

  static void check(BatchGetItemRequest request) {
    int keys = 0;
    for (KeysAndAttributes table : request.requestItems().values()) {
      keys += table.keys().size();
    }
    if (keys > READS) {
      throw DynamoDbErrors.validation("Too many items requested for the BatchGetItem call");
    }
  }

  static void check(BatchWriteItemRequest request) {
    int writes = 0;
    for (List<WriteRequest> table : request.requestItems().values()) {
      writes += table.size();
    }
    if (writes > WRITES) {
      throw DynamoDbErrors.validation("Too many items requested for the BatchWriteItem call");
    }
  }
}
