/** Tests of requests: every member of the API models, constraints, random and mutated bodies. */
@NullMarked
package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.NullMarked;
