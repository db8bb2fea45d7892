package io.cairndb.cli.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * How far a file is imported when batches end in any order: up to the last batch before which every
 * batch has ended. Thread-safe.
 */
final class Acknowledged {
  private final Deque<Batch> begun = new ArrayDeque<>();
  private final Set<Batch> ended = new HashSet<>();
  private final Set<String> keysUnderWay = new HashSet<>();
  private long offset;
  private long line;
  private long items;

  Acknowledged(long offset, long line, long items) {
    this.offset = offset;
    this.line = line;
    this.items = items;
  }

  synchronized void begin(Batch batch) {
    begun.add(batch);
    keysUnderWay.addAll(batch.keys());
  }

  synchronized void end(Batch batch) {
    ended.add(batch);
    keysUnderWay.removeAll(batch.keys());
    while (!begun.isEmpty() && ended.remove(begun.getFirst())) {
      Batch first = begun.removeFirst();
      offset = first.endOffset();
      line = first.endLine();
      items += first.writes().size();
    }
  }

  synchronized boolean isUnderWay(String key) {
    return keysUnderWay.contains(key);
  }

  synchronized long offset() {
    return offset;
  }

  synchronized long line() {
    return line;
  }

  synchronized long items() {
    return items;
  }
}
