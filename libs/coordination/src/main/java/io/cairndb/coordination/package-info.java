/**
 * Getting a request to the partition that must answer it: the partition map, stale epochs, many
 * partitions at once, deadlines and how much may be under way.
 *
 * <p>Requests and answers are opaque here ({@code Q}, {@code A}); {@link
 * io.cairndb.coordination.Answers} tells the few kinds of answer that routing must know apart. The
 * way to a partition is the port {@link io.cairndb.coordination.PartitionClient}: a direct call in
 * one process, a remote call between processes.
 *
 * <p>Rules: a request is sent again only when its partition refused it for a stale epoch, hence
 * before anything happened, and only with a newer map; expected outcomes are answers, not
 * exceptions; every bound is configured and counted.
 *
 * <p>Threading: everything is thread-safe and starts no threads. What runs after an answer runs on
 * the thread that delivers the answer.
 */
@NullMarked
package io.cairndb.coordination;

import org.jspecify.annotations.NullMarked;
