/**
 * Where data lives: partitions as ranges of tokens of one table group, the shard that is home to
 * each, and the epoch that fences off callers with an older view.
 *
 * <p>Everything here is an immutable value. {@link io.cairndb.placement.PartitionMap} is the
 * routing table that coordinators, index feeders and stream readers share; {@link
 * io.cairndb.placement.InitialPlacement} makes the first partitions of a group. Invariant of the
 * map: the ranges of a group tile the whole token space, so every token has exactly one partition.
 *
 * <p>Tokens are 64 bits compared unsigned. Nothing here performs I/O or knows a table by name.
 */
@NullMarked
package io.cairndb.placement;

import org.jspecify.annotations.NullMarked;
