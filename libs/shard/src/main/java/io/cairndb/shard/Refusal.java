package io.cairndb.shard;

import io.cairndb.placement.Partition;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a shard did not do what it was asked; certainly nothing was changed. */
public sealed interface Refusal extends CommandResult, ReadResult {

  /**
   * The sender's partition map is out of date.
   *
   * @param current the partition as this shard knows it; null when it does not live here
   */
  record WrongPartition(@Nullable Partition current) implements Refusal {}

  /** The table, or the index, does not exist here any more. */
  record TableGone(UUID tableId) implements Refusal {}

  /** The shard has as much work waiting as it accepts; to be tried again later. */
  record Overloaded() implements Refusal {}

  /** The shard is closed or its engine has failed. */
  record Unavailable(String reason) implements Refusal {}
}
