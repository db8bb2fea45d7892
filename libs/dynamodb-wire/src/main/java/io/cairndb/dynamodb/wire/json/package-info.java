/**
 * JSON as DynamoDB's protocol uses it: a pull reader and a writer over bytes, and items straight
 * from JSON to {@link io.cairndb.item.Item} bytes and back, with no tree and no strings in between.
 *
 * <p>{@link io.cairndb.dynamodb.wire.json.JsonReader} knows the grammar, {@link
 * io.cairndb.dynamodb.wire.json.ItemJsonReader} the ten attribute types; what they refuse is what
 * DynamoDB refuses, in its words. Malformed JSON and wrong JSON types are SerializationExceptions
 * and end the request at once. A value that is well-formed but not allowed is an {@link
 * io.cairndb.item.InvalidValueException}, because DynamoDB reports it only after the constraints of
 * the whole request.
 *
 * <p>Readers and writers are reusable and confined to one thread at a time. Nothing here knows an
 * operation.
 */
@NullMarked
package io.cairndb.dynamodb.wire.json;

import org.jspecify.annotations.NullMarked;
