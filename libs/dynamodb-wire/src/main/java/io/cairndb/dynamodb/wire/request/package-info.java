/**
 * The requests of DynamoDB and DynamoDB Streams: a record per operation, named as the operation,
 * with components named as the members of the API model. A component is null where the request has
 * no such member, except those the model requires.
 *
 * <p>{@code parse} reads a body in one pass. What a client can do wrong is reported in this order,
 * which is DynamoDB's: JSON that is malformed or of the wrong types (SerializationException);
 * violations of the model's constraints, all of them in one ValidationException, up to ten; then
 * the first of: expression and non-expression parameters mixed, invalid attribute values, invalid
 * expression values. What needs the table is left to the caller. Members the model does not have
 * are ignored; members whose feature this database lacks are listed in {@code unsupported}, for the
 * caller to refuse.
 *
 * <p>All records are immutable. {@code parse} keeps scratch memory per thread and none of the body,
 * unless an item or a string of it is in the record.
 */
@NullMarked
package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.NullMarked;
