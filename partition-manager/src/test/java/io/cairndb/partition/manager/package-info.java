/**
 * Tests of the control plane with fakes of its ports: an engine that loses what was not durable, a
 * loop that runs when told to, and shards that keep count.
 */
@NullMarked
package io.cairndb.partition.manager;

import org.jspecify.annotations.NullMarked;
