package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.Arrays;
import java.util.List;

/**
 * Decides where a merge ends one table and begins the next: at a size, or earlier where a table of
 * the level below its output ends, so that what is written meets few tables when it goes down
 * itself. Confined to one thread; keys are shown in ascending order.
 */
public final class OutputCutter {
  private static final int GRANDPARENTS_MAX = 10;

  private final long tableBytes;
  private final List<SstableMeta> grandparents;
  private int next;
  private long met;

  /**
   * @param tableBytes size of a table
   * @param grandparents tables of the level below the output, in order of keys
   */
  public OutputCutter(long tableBytes, List<SstableMeta> grandparents) {
    this.tableBytes = tableBytes;
    this.grandparents = grandparents;
  }

  /**
   * Whether a table of {@code bytes} ends before the key; to be asked once for each key of the
   * output. Without a table there is nothing to end: {@code bytes} is 0.
   */
  public boolean cutsBefore(byte[] key, int length, long bytes) {
    boolean passed = false;
    while (next < grandparents.size() && endsBefore(grandparents.get(next), key, length)) {
      met += grandparents.get(next).bytes();
      passed = true;
      next++;
    }
    boolean cut =
        bytes >= tableBytes
            || (passed
                && bytes > 0
                && (bytes >= tableBytes / 2 || met > GRANDPARENTS_MAX * tableBytes));
    if (cut || bytes == 0) {
      met = 0;
    }
    return cut;
  }

  private static boolean endsBefore(SstableMeta table, byte[] key, int length) {
    byte[] bound = table.largest();
    int order = Arrays.compareUnsigned(bound, 0, bound.length, key, 0, length);
    return order < 0 || (order == 0 && table.keys().openEnded());
  }
}
