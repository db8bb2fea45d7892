/** Tests of JSON and items: grammar, texts of refused values, round trips of random items. */
@NullMarked
package io.cairndb.dynamodb.wire.json;

import org.jspecify.annotations.NullMarked;
