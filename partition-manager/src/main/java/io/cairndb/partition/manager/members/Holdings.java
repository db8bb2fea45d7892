package io.cairndb.partition.manager.members;

import java.util.Optional;

/** Tells what the shards of a member hold; asked on the control loop. */
@FunctionalInterface
public interface Holdings {

  /** What would be lost with the member of that number, for people; empty when nothing would. */
  Optional<String> of(int number);
}
