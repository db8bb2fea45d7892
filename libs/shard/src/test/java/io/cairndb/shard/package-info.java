/**
 * Tests of the shard. {@link io.cairndb.shard.HeldEngine} stands in for the storage engine where a
 * test decides itself when writes become durable or are lost; {@link io.cairndb.shard.ShardFixture}
 * has a table, its partitions and short ways to write commands. The model test runs the same
 * commands against plain maps.
 */
@NullMarked
package io.cairndb.shard;

import org.jspecify.annotations.NullMarked;
