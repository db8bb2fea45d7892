package io.cairndb.storage.engine.lsm;

import java.util.concurrent.atomic.AtomicLong;

/** What the engine counts. Thread-safe. */
final class EngineCounters {
  final AtomicLong writes = new AtomicLong();
  final AtomicLong writeStalls = new AtomicLong();
  final AtomicLong writeStallNanos = new AtomicLong();
  final AtomicLong flushes = new AtomicLong();
  final AtomicLong compactions = new AtomicLong();
  final AtomicLong compactionBytesRead = new AtomicLong();
  final AtomicLong compactionBytesWritten = new AtomicLong();
}
