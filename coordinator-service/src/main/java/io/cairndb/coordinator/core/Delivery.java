package io.cairndb.coordinator.core;

import io.cairndb.placement.ShardId;
import java.util.concurrent.CompletableFuture;

/**
 * One message that {@link Forwarding} finds the way for; it is not opened on the way.
 *
 * @param <A> what comes back, just as closed
 */
public interface Delivery<A> {

  /** Sends the message to the shard that is home to its partition; called at most once. */
  CompletableFuture<A> send(ShardId home);

  /** What to answer since the message was certainly not sent. */
  CompletableFuture<A> refuse(Reason reason);

  /** Why a message was not sent. */
  enum Reason {
    /** No map known here has the partition: whoever planned the message must plan it anew. */
    NO_HOME,
    /** As much is under way as is accepted. */
    OVERLOADED
  }
}
