package io.cairndb.storage.engine;

/**
 * Hears what happens in an engine that someone may want to log, count or mend. Called on any thread
 * of the engine, never with a lock held; must not wait for the engine and must not throw.
 */
@FunctionalInterface
public interface EngineListener {
  /** Hears nothing. */
  EngineListener NONE = event -> {};

  /** Takes one event. */
  void on(EngineEvent event);
}
