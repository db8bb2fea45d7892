package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.manifest.VersionEdit.TimeMarked;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which sequence number was the newest at which time. Thread-safe.
 *
 * <p>A mark says: the batch of this sequence number was the last of this time, so a reader as of
 * the time, or any later one up to the next mark, sees all up to it. Marks of the newest writes are
 * exact; older ones are thinned to one for each step, and to fewer when there are too many still. A
 * reader as of a time between two sees a little less than was there, never more and never half a
 * batch.
 */
final class TimeMap {
  private static final int EXACT_MAX = 1 << 14;
  private static final int MARKS_MAX = 1 << 17;

  private final long step;
  private final TreeMap<Long, Long> sequenceByTime = new TreeMap<>();
  private long newestTime;
  private long newestSequence;
  private long thinnedTo;
  private int exact;
  private long savedTo;

  /** Begins with the marks of a manifest. */
  TimeMap(long step, SortedMap<Long, Long> timeBySequence) {
    this.step = step;
    timeBySequence.forEach(
        (sequence, time) -> {
          sequenceByTime.put(time, sequence);
          newestTime = time;
          newestSequence = sequence;
          savedTo = time;
          thinnedTo = time;
        });
  }

  /** Notes a batch; sequence numbers ascend. */
  synchronized void add(long sequence, long time) {
    requireNotBefore(time);
    if (time > newestTime && newestTime != 0) {
      sequenceByTime.put(newestTime, newestSequence);
      if (++exact > EXACT_MAX) {
        thin();
      }
      if (sequenceByTime.size() > MARKS_MAX) {
        halve();
      }
    }
    newestTime = time;
    newestSequence = sequence;
  }

  synchronized void requireNotBefore(long time) {
    if (time < newestTime) {
      throw new IllegalArgumentException(
          "the timestamp " + time + " is below that of an earlier batch, " + newestTime);
    }
  }

  /** Of the older half of the exact marks, leaves one for each step. */
  private void thin() {
    long kept = thinnedTo;
    List<Long> dropped = new ArrayList<>();
    for (long time : sequenceByTime.tailMap(thinnedTo, false).keySet()) {
      if (exact <= EXACT_MAX / 2) {
        break;
      }
      exact--;
      thinnedTo = time;
      if (time - kept < step) {
        dropped.add(time);
      } else {
        kept = time;
      }
    }
    dropped.forEach(sequenceByTime::remove);
  }

  /** Drops every second of the marks that are not exact, but for the first. */
  private void halve() {
    boolean drop = false;
    Iterator<Long> times = sequenceByTime.headMap(thinnedTo, true).keySet().iterator();
    while (times.hasNext()) {
      times.next();
      if (drop) {
        times.remove();
      }
      drop = !drop;
    }
  }

  synchronized int size() {
    return sequenceByTime.size();
  }

  /** The newest sequence number known to be not above {@code time}; 0 when there is none. */
  synchronized long sequenceAt(long time) {
    if (newestTime != 0 && time >= newestTime) {
      return newestSequence;
    }
    Map.Entry<Long, Long> mark = sequenceByTime.floorEntry(time);
    return mark == null ? 0 : mark.getValue();
  }

  /** Time of the newest batch up to {@code sequence} that is known; 0 when none is. */
  synchronized long timeOf(long sequence) {
    if (newestSequence <= sequence) {
      return newestTime;
    }
    // What is asked about was written of late.
    for (Map.Entry<Long, Long> mark : sequenceByTime.descendingMap().entrySet()) {
      if (mark.getValue() <= sequence) {
        return mark.getKey();
      }
    }
    return 0;
  }

  /** Marks not saved yet of batches up to {@code sequence}, thinned, and notes them as saved. */
  synchronized List<TimeMarked> takeUnsaved(long sequence) {
    List<TimeMarked> marks = new ArrayList<>();
    for (Map.Entry<Long, Long> mark : sequenceByTime.tailMap(savedTo, false).entrySet()) {
      if (mark.getValue() <= sequence && mark.getKey() - savedTo >= step) {
        marks.add(new TimeMarked(mark.getValue(), mark.getKey()));
        savedTo = mark.getKey();
      }
    }
    if (newestSequence <= sequence && newestTime - savedTo >= step) {
      marks.add(new TimeMarked(newestSequence, newestTime));
      savedTo = newestTime;
    }
    return marks;
  }

  /** Forgets what nobody may read any more. */
  synchronized void forgetBelow(long sequence) {
    while (sequenceByTime.size() > 1) {
      long second = sequenceByTime.higherEntry(sequenceByTime.firstKey()).getValue();
      if (second > sequence) {
        return;
      }
      exact -= sequenceByTime.firstKey() > thinnedTo ? 1 : 0;
      sequenceByTime.pollFirstEntry();
    }
  }
}
