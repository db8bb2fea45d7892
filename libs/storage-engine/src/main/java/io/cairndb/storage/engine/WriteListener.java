package io.cairndb.storage.engine;

/** Learns what became of a write. Called on the engine's log thread; must not block. */
public interface WriteListener {

  /** The write is as durable as asked for, and visible to new snapshots. */
  void onDurable(long sequence);

  /** The log failed: whether the write survives is unknown until the engine is reopened. */
  void onFailure(EngineFailedException failure);
}
