/**
 * DynamoDB's JSON protocol: from the bytes of a request to a record, from the outcome to the bytes
 * of a response, and every error with its exact text.
 *
 * <p>{@code json} is JSON and items, {@code request} and {@code response} the operations, {@code
 * error} the failures. No transport, no catalog, no expressions: what a request means is decided by
 * whoever parsed it.
 */
@NullMarked
package io.cairndb.dynamodb.wire;

import org.jspecify.annotations.NullMarked;
