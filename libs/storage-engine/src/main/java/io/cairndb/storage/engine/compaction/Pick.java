package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables of one tree to merge, or to move as they are.
 *
 * @param inputs by level: element i holds tables of level {@code firstLevel + i}, in the level's
 *     order
 * @param outputLevel where the result goes
 * @param kind what is to be done
 * @param score how much it is due; 1 and more
 */
public record Pick(
    int tree,
    int firstLevel,
    List<List<SstableMeta>> inputs,
    int outputLevel,
    Kind kind,
    double score) {

  /** The score of what somebody has asked for. */
  public static final double REQUESTED = Double.MAX_VALUE;

  /** What becomes of the inputs. */
  public enum Kind {
    /** They are rewritten as tables of the output level. */
    MERGE,
    /** They become tables of the output level, where nothing shares keys with them. */
    MOVE,
    /** They go; nothing in them is needed. */
    DROP
  }

  public Pick {
    inputs = List.copyOf(inputs);
  }

  /** All inputs, newest level first. */
  public List<SstableMeta> tables() {
    List<SstableMeta> tables = new ArrayList<>();
    inputs.forEach(tables::addAll);
    return tables;
  }

  /** Bytes of all inputs. */
  public long bytes() {
    return TreeShape.bytes(tables());
  }

  /** Whether somebody has asked for it. */
  public boolean isRequested() {
    return score == REQUESTED;
  }

  KeyRange range() {
    return TreeShape.span(tables());
  }

  /** Within level 0: nothing gets deeper, so older tables of level 0 may hold the same keys. */
  public boolean staysInLevelZero() {
    return outputLevel == 0;
  }

  /** Upper tables of one level with lower ones of another, levels between them being empty. */
  static Pick merge(
      int tree,
      int level,
      List<SstableMeta> upper,
      int outputLevel,
      List<SstableMeta> lower,
      double score) {
    List<List<SstableMeta>> inputs = new ArrayList<>();
    inputs.add(List.copyOf(upper));
    for (int between = level + 1; between < outputLevel; between++) {
      inputs.add(List.of());
    }
    if (outputLevel > level) {
      inputs.add(List.copyOf(lower));
    }
    return new Pick(tree, level, inputs, outputLevel, Kind.MERGE, score);
  }

  static Pick move(int tree, int level, List<SstableMeta> tables, int outputLevel, double score) {
    return new Pick(tree, level, List.of(List.copyOf(tables)), outputLevel, Kind.MOVE, score);
  }
}
