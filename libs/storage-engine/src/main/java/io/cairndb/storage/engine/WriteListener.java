package io.cairndb.storage.engine;

/**
 * Learns what became of a write. Must not block: it is called on the engine's log thread, in an
 * engine without a log on the writer's, which holds a lock then, and where nothing has to be waited
 * for on the caller's.
 */
public interface WriteListener {

  /** The write is as durable as asked for, and visible to new snapshots. */
  void onDurable(long sequence);

  /** The log failed: whether the write survives is unknown until the engine is reopened. */
  void onFailure(EngineFailedException failure);
}
