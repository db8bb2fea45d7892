package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.UnsupportedFormatException;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.wal.LogReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the repaired engine consists of, and writes the tables that it needs for it.
 *
 * <p>With a manifest that can be believed, tables keep their levels: a salvaged one holds a part of
 * the keys and versions of the damaged one, so it fits where that was. Without one, every table and
 * segment of the directory is taken, tables that overlap are merged, and the result goes into the
 * deepest level; in trees of time windows it stays in level 0. Whatever single edits still tell of
 * trees, tables and their keys counts. Files that were no longer in use, but not yet deleted, are
 * then taken, too: a key that had been deleted may show an old value again.
 */
final class RepairPlan {
  private static final int DEEPEST = Catalog.LEVELS - 1;

  private final TableOutput.Place place;
  private final boolean beyondDamage;
  private final Consumer<Finding> findings;
  private final SortedSet<Path> damaged = new TreeSet<>();
  private final SortedMap<Integer, String> trees = new TreeMap<>();
  private final List<TableAdded> tables = new ArrayList<>();
  private final SortedMap<Long, VersionEdit.TableKeyed> tableKeys = new TreeMap<>();
  private final SortedSet<Long> logs = new TreeSet<>();
  private final List<Change> history = new ArrayList<>();
  private final SalvagedTrees options;
  private FormatVersion format = FormatVersion.FIRST;
  private long horizon = VersionEdit.HorizonMoved.NOTHING_KEPT;
  private long flushedSequence;
  private long minLog;
  private boolean needed;
  private long lostVersions;
  private long lostWrites;

  RepairPlan(
      TableOutput.Place place,
      SalvagedTrees options,
      boolean beyondDamage,
      Consumer<Finding> findings) {
    this.place = place;
    this.options = options;
    this.beyondDamage = beyondDamage;
    this.findings = findings;
  }

  /** Reads everything and writes new tables, whose names the caller syncs. */
  void run() throws IOException {
    Optional<Catalog> catalog = search().find();
    if (catalog.isPresent()) {
      with(catalog.get());
    } else {
      needed = true;
      without();
    }
  }

  private ManifestSearch search() {
    return new ManifestSearch(place, this::damagedFile);
  }

  /** Whether the directory does not open as it is, or would show damage. */
  boolean isNeeded() {
    return needed;
  }

  /** Versions of keys known to be gone from tables. */
  long lostVersions() {
    return lostVersions;
  }

  /** Writes known to be gone from the log, or left out. */
  long lostWrites() {
    return lostWrites;
  }

  /** Files to keep aside before anything is deleted. */
  Collection<Path> damaged() {
    return List.copyOf(damaged);
  }

  /** What leads from nothing to the repaired state. */
  List<Change> changes(long nextFile) {
    List<Change> changes = new ArrayList<>();
    if (format != FormatVersion.FIRST) {
      changes.add(new VersionEdit.FormatRaised(format));
    }
    changes.add(new VersionEdit.NextFile(nextFile));
    changes.addAll(history);
    if (horizon != VersionEdit.HorizonMoved.NOTHING_KEPT) {
      changes.add(new VersionEdit.HorizonMoved(horizon));
    }
    trees.forEach((id, name) -> changes.add(new VersionEdit.TreeAdded(id, name)));
    SortedMap<Integer, TreeOptions> known = options.options();
    known.keySet().retainAll(trees.keySet());
    known.forEach((id, told) -> changes.add(new VersionEdit.TreeOptionsSet(id, told)));
    changes.addAll(tables);
    tables.stream()
        .map(added -> tableKeys.get(added.table().number()))
        .filter(Objects::nonNull)
        .forEach(changes::add);
    changes.add(new VersionEdit.Flushed(flushedSequence, minLog));
    logs.forEach(number -> changes.add(new VersionEdit.LogAdded(number)));
    return changes;
  }

  private void damagedFile(Finding finding) {
    needed = true;
    findings.accept(finding);
    if (place.files().exists(finding.file())) {
      damaged.add(finding.file());
    }
  }

  private Path path(long number) {
    return FileNames.table(place.directory(), number);
  }

  private void with(Catalog catalog) throws IOException {
    trees.putAll(catalog.trees());
    format = catalog.format();
    catalog.trees().keySet().forEach(tree -> options.know(tree, catalog.options(tree)));
    catalog.timeMarks().forEach((at, time) -> history.add(new VersionEdit.TimeMarked(at, time)));
    horizon = catalog.horizon();
    catalog
        .tableKeys()
        .forEach((it, key) -> tableKeys.put(it, new VersionEdit.TableKeyed(it, key)));
    flushedSequence = catalog.flushedSequence();
    minLog = catalog.minLog();
    for (TableAdded added : catalog.tables()) {
      SstableMeta meta = added.table();
      if (!place.files().exists(path(meta.number()))) {
        missing(meta);
      } else if (isWhole(meta)) {
        tables.add(added);
      } else {
        salvage(meta.number(), TableSubject.named(meta))
            .forEach(table -> tables.add(new TableAdded(added.level(), table)));
      }
    }
    SortedSet<Long> segments = new TreeSet<>(catalog.logs());
    segments.addAll(numbers(FileNames::logNumber).tailSet(minLog));
    if (replays(catalog, segments)) {
      logs.addAll(catalog.logs());
    } else {
      salvageLogs(segments);
    }
  }

  private void missing(SstableMeta meta) {
    Path path = path(meta.number());
    String range = Texts.escaped(meta.smallest()) + " up to " + Texts.escaped(meta.largest());
    damagedFile(Finding.damage(path, 0, "the manifest names this file, but it is missing"));
    findings.accept(Finding.lost(path, 0, "the keys from " + range));
    lostVersions += meta.entries();
  }

  private boolean isWhole(SstableMeta meta) throws IOException {
    Path path = path(meta.number());
    try (TableInspector inspector = TableInspector.open(place.files(), path, place.ciphers())) {
      return new TableCheck(path, inspector, this::damagedFile, bytes -> {}).run(meta);
    } catch (CorruptionException e) {
      damagedFile(Finding.damage(e));
      return false;
    } catch (UnsupportedFormatException e) {
      damagedFile(Finding.foreignFormat(path));
      return false;
    }
  }

  private List<SstableMeta> salvage(long number, TableSubject subject) throws IOException {
    TableSalvage salvage =
        new TableSalvage(place, format, options, path(number), this::damagedFile);
    List<SstableMeta> saved = salvage.run(subject);
    lostVersions += salvage.lostVersions(subject);
    return saved;
  }

  private boolean replays(Catalog catalog, SortedSet<Long> segments) throws IOException {
    LogReplay replay =
        new LogReplay(place.files(), place.ciphers(), flushedSequence, new KnownTrees(catalog));
    try {
      for (long number : segments) {
        Path path = FileNames.log(place.directory(), number);
        boolean named = catalog.logs().contains(number);
        if (!named && LogReplay.holdsFrames(place.files(), path, number, place.ciphers())) {
          throw new CorruptionException(path, 0, "the manifest does not name this log segment");
        }
        if (named) {
          var unused = replay.read(path, number, number == catalog.logs().last());
        }
      }
      return true;
    } catch (CorruptionException e) {
      damagedFile(Finding.damage(e));
      return false;
    }
  }

  /**
   * Makes tables of the segments, which are dropped then. Of each key the newest version is saved,
   * so that nobody may read at an earlier number from now on.
   */
  private void salvageLogs(SortedSet<Long> segments) throws IOException {
    List<SstableMeta> salvaged = readLogs(segments, flushedSequence);
    for (SstableMeta table : salvaged) {
      tables.add(new TableAdded(0, table));
      nameTree(table.tree());
    }
    if (horizon != VersionEdit.HorizonMoved.NOTHING_KEPT && !salvaged.isEmpty()) {
      horizon = Math.max(horizon, flushedSequence);
    }
  }

  private List<SstableMeta> readLogs(SortedSet<Long> segments, long after) throws IOException {
    LogSalvage salvage =
        new LogSalvage(
            place, format, options, after, flushedSequence, beyondDamage, this::damagedFile);
    for (long number : segments) {
      salvage.read(number);
      minLog = Math.max(minLog, number + 1);
    }
    List<SstableMeta> written = salvage.finish();
    lostWrites += salvage.lostWrites();
    flushedSequence = Math.max(flushedSequence, salvage.lastSequence());
    return written;
  }

  private void nameTree(int tree) {
    if (trees.putIfAbsent(tree, "recovered-" + tree) == null) {
      lostOfAll("the name of tree %d, which is recovered-%d from now on".formatted(tree, tree));
    }
  }

  private void lostOfAll(String what) {
    findings.accept(Finding.lost(place.directory().resolve(FileNames.CURRENT), 0, what));
  }

  private void without() throws IOException {
    keepManifests();
    lostOfAll(
        "which files were in use: what was deleted may show again, earlier versions are gone");
    ManifestSearch.Remains remains = search().remains();
    format = remains.format();
    trees.putAll(remains.names());
    remains.options().forEach(options::know);
    TreeMap<Integer, List<SstableMeta>> found = new TreeMap<>();
    for (long number : numbers(FileNames::tableNumber)) {
      for (SstableMeta table : readTable(number, remains.tables().get(number))) {
        found.computeIfAbsent(table.tree(), id -> new ArrayList<>()).add(table);
        flushedSequence = Math.max(flushedSequence, table.sequences().largest());
      }
    }
    for (SstableMeta table : readLogs(numbers(FileNames::logNumber), -1)) {
      found.computeIfAbsent(table.tree(), id -> new ArrayList<>()).add(table);
    }
    found.keySet().forEach(this::nameTree);
    tableKeys.putAll(remains.tableKeys());
    for (var tree : found.entrySet()) {
      addMerged(tree.getKey(), tree.getValue());
    }
  }

  /** Time windows are of level 0, everything else goes into the deepest level. */
  private void addMerged(int tree, List<SstableMeta> found) throws IOException {
    boolean windows = options.hasWindows(tree);
    if (!windows && SalvagedTrees.hadWindows(place, found)) {
      String detail =
          "the options of tree %d: it had time windows and is compacted by levels from now"
                  .formatted(tree)
              + " on, so that its data does not expire";
      lostOfAll(detail);
    }
    TableMerge merge = new TableMerge(place, format, options);
    List<SstableMeta> merged = windows ? merge.stacked(tree, found) : merge.disjoint(tree, found);
    for (SstableMeta table : merged) {
      tables.add(new TableAdded(windows ? 0 : DEEPEST, table));
      flushedSequence = Math.max(flushedSequence, table.sequences().largest());
    }
  }

  private void keepManifests() throws IOException {
    for (long number : search().manifests()) {
      damaged.add(FileNames.manifest(place.directory(), number));
    }
    Path current = place.directory().resolve(FileNames.CURRENT);
    if (place.files().exists(current)) {
      damaged.add(current);
    }
  }

  /**
   * The table as it is when it is whole, else what can be saved of it.
   *
   * @param named what a manifest says of it, if one is left that does
   */
  private List<SstableMeta> readTable(long number, @Nullable SstableMeta named) throws IOException {
    if (named != null) {
      return isWhole(named) ? List.of(named) : salvage(number, TableSubject.named(named));
    }
    try (TableInspector inspector =
        TableInspector.open(place.files(), path(number), place.ciphers())) {
      SstableMeta meta = inspector.describe(number);
      if (TableSubject.knowsItsTree(meta) && isWhole(meta)) {
        return List.of(meta);
      }
    } catch (CorruptionException e) {
      damagedFile(Finding.damage(e));
    }
    return salvage(number, TableSubject.unknown(number));
  }

  private SortedSet<Long> numbers(Function<String, OptionalLong> number) throws IOException {
    SortedSet<Long> found = new TreeSet<>();
    for (String name : place.files().list(place.directory())) {
      number.apply(name).ifPresent(found::add);
    }
    return found;
  }
}
