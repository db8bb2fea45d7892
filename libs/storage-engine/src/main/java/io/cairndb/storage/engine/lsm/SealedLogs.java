package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.wal.CommitLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Log segments that are complete, with their lengths in bytes. Thread-safe. */
final class SealedLogs {
  private final NavigableMap<Long, Long> bytes;

  SealedLogs(Map<Long, Long> replayed) {
    bytes = new ConcurrentSkipListMap<>(replayed);
  }

  void put(long number, long length) {
    bytes.put(number, length);
  }

  /** Gives segments below {@code minLog} to the log, to be written over, or deletes them. */
  void drop(long minLog, CommitLog log, EngineFiles files) throws IOException {
    for (long number : new ArrayList<>(bytes.headMap(minLog).keySet())) {
      if (!log.keep(number)) {
        files.fileSystem().delete(files.log(number));
      }
      bytes.remove(number);
    }
  }

  long bytes() {
    long total = 0;
    for (long length : bytes.values()) {
      total += length;
    }
    return total;
  }
}
