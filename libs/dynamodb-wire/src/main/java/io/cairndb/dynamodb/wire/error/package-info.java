/**
 * Every way in which DynamoDB says no. {@link io.cairndb.dynamodb.wire.error.DynamoDbErrors} has a
 * named factory per error, {@link io.cairndb.dynamodb.wire.error.ErrorType} its name, namespace and
 * HTTP status; there is no other place that decides what a failure looks like on the wire.
 *
 * <p>The exceptions carry no stack trace: they are answers, thrown while a request is read or
 * planned, and must not cost more than a good answer. Errors are written by the response package.
 */
@NullMarked
package io.cairndb.dynamodb.wire.error;

import org.jspecify.annotations.NullMarked;
