/** Tests of responses: every member written is one of the API models, with its type. */
@NullMarked
package io.cairndb.dynamodb.wire.response;

import org.jspecify.annotations.NullMarked;
