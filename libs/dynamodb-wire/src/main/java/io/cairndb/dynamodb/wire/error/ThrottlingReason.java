package io.cairndb.dynamodb.wire.error;

/**
 * Which limit a throttled request ran into.
 *
 * @param reason resource type, operation and limit, such as {@code
 *     TableWriteProvisionedThroughputExceeded}
 * @param resource ARN of the table or index
 */
public record ThrottlingReason(String reason, String resource) {}
