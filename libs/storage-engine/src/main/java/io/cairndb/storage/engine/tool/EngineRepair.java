package io.cairndb.storage.engine.tool;

import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.RepairMark;
import io.cairndb.storage.engine.manifest.VersionEdit;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes an engine's directory open again, losing only what cannot be read. Steps:
 *
 * <ol>
 *   <li>Read everything ({@link RepairPlan}) and write what can be saved of damaged files into new
 *       ones, under numbers no file has.
 *   <li>Give what is damaged a second name in {@code quarantine/N}, beside a report; sync.
 *   <li>Leave a mark by which the embedder sees that a repair was made ({@link RepairMark}).
 *   <li>Put a manifest of the new set of files in force. A crash before leaves the directory as it
 *       was, but for files nobody names.
 *   <li>Delete the first names of what is not named any more.
 * </ol>
 *
 * <p>Confined to one thread.
 */
public final class EngineRepair {
  private final FileSystem files;
  private final Path directory;
  private final @Nullable Keyring keyring;
  private final Ciphers ciphers;
  private final long nowMillis;
  private final RandomSource random;
  private final boolean beyondDamage;
  private final Consumer<Finding> listener;
  private final List<String> report = new ArrayList<>();

  /**
   * What was done.
   *
   * @param changed false when there was nothing to repair and nothing was done
   * @param quarantine where damaged files are; meaningless when nothing changed
   * @param losses what could not be saved
   */
  public record Result(boolean changed, Path quarantine, Losses losses) {}

  private final List<Finding> lost = new ArrayList<>();

  /**
   * A repair of one engine.
   *
   * @param random salts of the new manifest
   * @param beyondDamage whether to take writes of the log whose predecessors are lost: more data,
   *     but not the state of any moment
   * @param findings hears what is damaged and what is lost
   */
  public EngineRepair(
      EngineLocation engine,
      RandomSource random,
      boolean beyondDamage,
      Consumer<Finding> findings) {
    this(engine, Clock.system().currentTimeMillis(), random, beyondDamage, findings);
  }

  /**
   * A repair at a given time.
   *
   * @param nowMillis since the Unix epoch: what is saved of a tree of time windows without its time
   *     counts as written then
   */
  public EngineRepair(
      EngineLocation engine,
      long nowMillis,
      RandomSource random,
      boolean beyondDamage,
      Consumer<Finding> findings) {
    this.files = engine.files();
    this.directory = engine.directory();
    this.keyring = engine.keyring();
    this.ciphers = new Ciphers(keyring);
    this.nowMillis = nowMillis;
    this.random = random;
    this.beyondDamage = beyondDamage;
    this.listener = findings;
  }

  /**
   * Repairs.
   *
   * @throws io.cairndb.env.FileLockedException when an engine or a tool has the directory
   * @throws java.nio.file.NoSuchFileException when no engine is there
   * @throws io.cairndb.storage.engine.UnsupportedFormatException when a newer release wrote it
   */
  public Result run() throws IOException {
    try (Closeable lock = EngineDirectory.lock(files, directory)) {
      AtomicLong numbers = new AtomicLong(firstFreeNumber());
      TableOutput.Place place =
          new TableOutput.Place(files, directory, numbers::getAndIncrement, options(), ciphers);
      RepairPlan plan =
          new RepairPlan(place, new SalvagedTrees(nowMillis), beyondDamage, this::found);
      plan.run();
      Quarantine quarantine = new Quarantine(files, directory);
      if (!plan.isNeeded()) {
        return new Result(false, quarantine.place(), new Losses(List.of(), 0, 0));
      }
      files.syncDirectory(directory);
      quarantine.keep(plan.damaged(), report);
      RepairMark.write(files, directory, random.nextLong());
      install(plan, numbers);
      Losses losses = new Losses(lost, plan.lostVersions(), plan.lostWrites());
      return new Result(true, quarantine.place(), losses);
    }
  }

  private EngineOptions options() {
    return EngineOptions.builder()
        .operations(OperationsOptions.defaults().withKeyring(keyring))
        .build();
  }

  private void found(Finding finding) {
    if (finding.kind() == Finding.Kind.LOST) {
      lost.add(finding);
    }
    report.add(finding.toString());
    listener.accept(finding);
  }

  private long firstFreeNumber() throws IOException {
    long free = 1;
    for (String name : files.list(directory)) {
      for (OptionalLong number :
          List.of(
              FileNames.tableNumber(name),
              FileNames.logNumber(name),
              FileNames.spareNumber(name),
              FileNames.manifestNumber(name))) {
        free = Math.max(free, number.orElse(0) + 1);
      }
    }
    return free;
  }

  private void install(RepairPlan plan, AtomicLong numbers) throws IOException {
    long manifest = numbers.getAndIncrement();
    Catalog catalog = Catalog.of(new VersionEdit(plan.changes(numbers.get())));
    new Manifest(files, directory, catalog, () -> manifest, random::nextLong, ciphers).close();
    Set<String> kept = new TreeSet<>();
    catalog.tables().forEach(it -> kept.add(name(FileNames.table(directory, it.table().number()))));
    catalog.logs().forEach(number -> kept.add(name(FileNames.log(directory, number))));
    kept.add(name(FileNames.manifest(directory, manifest)));
    for (String name : files.list(directory)) {
      if (FileNames.isData(name) && !kept.contains(name)) {
        files.delete(directory.resolve(name));
      }
    }
    files.syncDirectory(directory);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
