package io.cairndb.shard;

import io.cairndb.placement.ShardId;
import io.cairndb.storage.engine.EngineFailedException;

/** What happens in a shard that someone may want to log or count. Called on any thread. */
public interface ShardListener {
  /** Hears nothing. */
  ShardListener NONE =
      new ShardListener() {
        @Override
        public void onOverload(ShardId shard) {}

        @Override
        public void onEngineFailure(ShardId shard, EngineFailedException failure) {}

        @Override
        public void onDefect(ShardId shard, String command, Throwable failure) {}
      };

  /** A command was turned away because too many are waiting. */
  void onOverload(ShardId shard);

  /** The engine failed; the shard accepts no more commands. Told once. */
  void onEngineFailure(ShardId shard, EngineFailedException failure);

  /**
   * A command could not be evaluated because of a defect or damaged data, and had no effect; or
   * something beside the commands threw, a change listener for one.
   *
   * @param command its type, or what else threw
   */
  void onDefect(ShardId shard, String command, Throwable failure);
}
