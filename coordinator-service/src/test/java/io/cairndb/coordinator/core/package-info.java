/**
 * What surrounds transactions on items: how many are admitted. The protocol itself is tested where
 * it lives, against shards that lose messages and stop.
 */
@NullMarked
package io.cairndb.coordinator.core;

import org.jspecify.annotations.NullMarked;
