/**
 * The responses of DynamoDB and DynamoDB Streams, and its errors: records of what is to be said and
 * writers that put it into JSON, members in the order in which DynamoDB has them.
 *
 * <p>A component that is null is left out. All records are immutable; writers hold no state.
 */
@NullMarked
package io.cairndb.dynamodb.wire.response;

import org.jspecify.annotations.NullMarked;
