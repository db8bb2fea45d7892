/** Tests of the protocol as a whole: the API models and a small benchmark. */
@NullMarked
package io.cairndb.dynamodb.wire;

import org.jspecify.annotations.NullMarked;
