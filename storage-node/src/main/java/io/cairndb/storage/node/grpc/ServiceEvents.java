package io.cairndb.storage.node.grpc;

import io.cairndb.placement.ShardId;

/** What happens in the service that someone may want to log or count. Called on any thread. */
public interface ServiceEvents {

  /** What a shard is about to do with its engine. */
  enum Kind {
    READ,
    /** Ends when what was appended is durable. */
    WRITE
  }

  /** Hears how the work of a shard ended: of one of these, once, on any thread. */
  interface Work {
    /** Is not interested. */
    Work UNHEARD =
        new Work() {
          @Override
          public void done() {}

          @Override
          public void failed(String reason) {}
        };

    void done();

    /** It was refused, or nobody knows what became of it. */
    void failed(String reason);
  }

  /**
   * A shard is about to work for the call that this thread deals with.
   *
   * @param what one of few, never a key or a value
   */
  default Work onWork(Kind kind, ShardId shard, String what) {
    return Work.UNHEARD;
  }

  /** Work that may wait for a disk was turned away: as much as is accepted is under way. */
  void onOverload(String method);

  /** A request could not be read; nothing was done. */
  void onMalformed(String method, String reason);

  /** A request failed in a way that has no answer of its own. */
  void onDefect(String method, Throwable failure);
}
