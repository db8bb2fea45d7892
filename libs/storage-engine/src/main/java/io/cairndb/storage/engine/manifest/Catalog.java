package io.cairndb.storage.engine.manifest;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state that edits add up to. Guarded by its owner. */
public final class Catalog {
  /** Levels are numbered from 0 to this, exclusive. */
  public static final int LEVELS = 7;

  private final TreeMap<Integer, String> trees = new TreeMap<>();
  private final TreeMap<Integer, TreeOptions> treeOptions = new TreeMap<>();
  private final TreeMap<Long, TableAdded> tables = new TreeMap<>();
  private final TreeMap<Long, byte[]> tableKeys = new TreeMap<>();
  private final TreeSet<Long> logs = new TreeSet<>();
  private long flushedSequence;
  private long minLog;
  private long nextFile = 1;
  private FormatVersion format;
  private final TreeMap<Long, Long> timeMarks = new TreeMap<>();
  private long horizon = VersionEdit.HorizonMoved.NOTHING_KEPT;

  /** Of a directory made new, to be written in {@code format}. */
  public Catalog(FormatVersion format) {
    this.format = format;
  }

  private Catalog(Catalog other) {
    trees.putAll(other.trees);
    treeOptions.putAll(other.treeOptions);
    tables.putAll(other.tables);
    tableKeys.putAll(other.tableKeys);
    logs.addAll(other.logs);
    flushedSequence = other.flushedSequence;
    minLog = other.minLog;
    nextFile = other.nextFile;
    format = other.format;
    timeMarks.putAll(other.timeMarks);
    horizon = other.horizon;
  }

  /**
   * The state that {@code edit} leads to from nothing.
   *
   * @throws IllegalArgumentException when its changes contradict each other
   */
  public static Catalog of(VersionEdit edit) {
    Catalog catalog = new Catalog(FormatVersion.FIRST);
    catalog.apply(edit);
    return catalog;
  }

  /**
   * Changes nothing.
   *
   * @throws IllegalArgumentException when {@code edit} contradicts this state
   */
  void requireApplicable(VersionEdit edit) {
    new Catalog(this).apply(edit);
  }

  void apply(VersionEdit edit) {
    edit.changes().forEach(this::apply);
    // A table that changes its level is removed and added by one edit.
    tableKeys.keySet().retainAll(tables.keySet());
  }

  private void apply(Change change) {
    switch (change) {
      case VersionEdit.TreeAdded(int id, String name) ->
          require(
              !trees.containsValue(name) && trees.putIfAbsent(id, name) == null,
              "tree added twice",
              id);
      case VersionEdit.TreeOptionsSet(int id, TreeOptions options) -> {
        require(trees.containsKey(id), "options of an unknown tree", id);
        treeOptions.put(id, options);
      }
      case TableAdded added -> {
        require(added.level() < LEVELS, "no such level", added.level());
        require(trees.containsKey(added.table().tree()), "unknown tree", added.table().tree());
        require(
            tables.putIfAbsent(added.table().number(), added) == null,
            "table added twice",
            added.table().number());
      }
      case VersionEdit.TableRemoved(long number) ->
          require(tables.remove(number) != null, "removal of an unknown table", number);
      case VersionEdit.LogAdded(long number) ->
          require(
              number >= minLog && (logs.isEmpty() || logs.last() < number),
              "log segment out of order",
              number);
      case VersionEdit.Flushed(long sequence, long newMinLog) -> {
        require(sequence >= flushedSequence && newMinLog >= minLog, "flush goes back", sequence);
        flushedSequence = sequence;
        minLog = newMinLog;
        logs.headSet(newMinLog).clear();
      }
      case VersionEdit.NextFile(long number) -> nextFile = Math.max(nextFile, number);
      case VersionEdit.TableKeyed(long number, byte[] wrapped) -> tableKeys.put(number, wrapped);
      case VersionEdit.FormatRaised(FormatVersion raised) -> {
        require(raised.isAtLeast(format), "format goes back", raised.number());
        format = raised;
      }
      case VersionEdit.TimeMarked(long sequence, long timestamp) -> {
        require(
            timeMarks.isEmpty()
                || (sequence > timeMarks.lastKey() && timestamp > timeMarks.lastEntry().getValue()),
            "time goes back",
            sequence);
        timeMarks.put(sequence, timestamp);
        forgetTimesBelow(horizon);
      }
      case VersionEdit.HorizonMoved(long sequence) -> {
        // Edits of a flush and a compaction may come in another order than their decisions.
        boolean kept = sequence != VersionEdit.HorizonMoved.NOTHING_KEPT;
        horizon = kept ? Math.max(horizon, sequence) : sequence;
        forgetTimesBelow(horizon);
      }
    }
    if (change instanceof VersionEdit.LogAdded(long number)) {
      logs.add(number);
    }
  }

  /** The last mark not above it still tells the time of what follows. */
  private void forgetTimesBelow(long sequence) {
    Long oldest = timeMarks.floorKey(sequence);
    timeMarks.headMap(oldest == null ? 0 : oldest).clear();
  }

  private static void require(boolean condition, String problem, long number) {
    if (!condition) {
      throw new IllegalArgumentException(problem + ": " + number);
    }
  }

  /** One edit that leads from nothing to this state. */
  VersionEdit toEdit() {
    List<Change> changes = flushed();
    logs.forEach(number -> changes.add(new VersionEdit.LogAdded(number)));
    return new VersionEdit(changes);
  }

  /** A catalog of its own of what is in tables, without the log. */
  public Catalog withoutLogs() {
    Catalog copy = new Catalog(FormatVersion.FIRST);
    copy.apply(new VersionEdit(flushed()));
    return copy;
  }

  private List<Change> flushed() {
    List<Change> changes = new ArrayList<>();
    if (format != FormatVersion.FIRST) {
      changes.add(new VersionEdit.FormatRaised(format));
    }
    changes.add(new VersionEdit.NextFile(nextFile));
    timeMarks.forEach((sequence, time) -> changes.add(new VersionEdit.TimeMarked(sequence, time)));
    if (horizon != VersionEdit.HorizonMoved.NOTHING_KEPT) {
      changes.add(new VersionEdit.HorizonMoved(horizon));
    }
    trees.forEach((id, name) -> changes.add(new VersionEdit.TreeAdded(id, name)));
    treeOptions.forEach((id, set) -> changes.add(new VersionEdit.TreeOptionsSet(id, set)));
    changes.addAll(tables.values());
    tableKeys.forEach((number, key) -> changes.add(new VersionEdit.TableKeyed(number, key)));
    changes.add(new VersionEdit.Flushed(flushedSequence, minLog));
    return changes;
  }

  /** By sequence number, the time of a batch that was the last of its time. */
  public SortedMap<Long, Long> timeMarks() {
    return Collections.unmodifiableSortedMap(timeMarks);
  }

  /**
   * From here on all versions are in the tables; {@link VersionEdit.HorizonMoved#NOTHING_KEPT} when
   * only the newest are.
   */
  public long horizon() {
    return horizon;
  }

  /** Wrapped data keys of tables that count instead of those in the tables' files. */
  public SortedMap<Long, byte[]> tableKeys() {
    return Collections.unmodifiableSortedMap(tableKeys);
  }

  /** What may be written. */
  public FormatVersion format() {
    return format;
  }

  /** Names of trees by id. */
  public SortedMap<Integer, String> trees() {
    return Collections.unmodifiableSortedMap(trees);
  }

  /** What a tree of that id is. */
  public TreeOptions options(int tree) {
    return treeOptions.getOrDefault(tree, TreeOptions.DEFAULT);
  }

  /** Live tables in order of their numbers. */
  public Collection<TableAdded> tables() {
    return Collections.unmodifiableCollection(tables.values());
  }

  public boolean hasTable(long number) {
    return tables.containsKey(number);
  }

  /** Segments that recovery needs, ascending. */
  public NavigableSet<Long> logs() {
    return Collections.unmodifiableNavigableSet(logs);
  }

  /** Writes up to this sequence number are in tables; logs need not be replayed for them. */
  public long flushedSequence() {
    return flushedSequence;
  }

  /** Segments below this number are not needed any more. */
  public long minLog() {
    return minLog;
  }

  /** No file has this number or a higher one, as far as the manifest knows. */
  public long nextFile() {
    return nextFile;
  }
}
