/**
 * Tests of the operations on items from JSON to JSON, over real shards on files in memory.
 *
 * <p>{@code src/test/resources/testdata/items} holds the scripts: requests and the answers they
 * get, in one process with two shards and two partitions for each table.
 */
@NullMarked
package io.cairndb.router.core.items;

import org.jspecify.annotations.NullMarked;
