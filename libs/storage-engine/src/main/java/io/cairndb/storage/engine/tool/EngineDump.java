package io.cairndb.storage.engine.tool;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.WrappedKey;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameScanner;
import io.cairndb.storage.engine.format.FrameScanner.Frame;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import io.cairndb.storage.engine.sstable.TableInspector.Place;
import io.cairndb.storage.engine.wal.LogReplay;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows what is in an engine's files as lines of text. Reads without the lock: what a running
 * engine is writing may look cut off. Confined to one thread.
 */
public final class EngineDump {
  private final FileSystem files;
  private final Ciphers ciphers;
  private final Consumer<String> lines;
  private final Function<byte[], String> text;
  private final long limit;
  private long shown;

  /**
   * A dump to {@code lines}.
   *
   * @param keyring what files are sealed with; null for files in the clear
   * @param hex keys and values as digits, not as escaped text
   * @param limit entries, operations or edits shown at most
   */
  public EngineDump(
      FileSystem files,
      @Nullable Keyring keyring,
      Consumer<String> lines,
      boolean hex,
      long limit) {
    this.files = files;
    this.ciphers = new Ciphers(keyring);
    this.lines = lines;
    this.text = hex ? Texts::hex : Texts::escaped;
    this.limit = limit;
  }

  /**
   * Shows the engine in a directory, or one of its files.
   *
   * @throws NoSuchFileException when there is none, or its name is not that of an engine's file
   * @throws io.cairndb.storage.engine.CorruptionException when damage leaves nothing to show; what
   *     was intact before it has been shown
   */
  public void run(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    OptionalLong table = FileNames.tableNumber(name);
    OptionalLong log = FileNames.logNumber(name);
    OptionalLong manifest = FileNames.manifestNumber(name);
    if (!files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "no such file or directory");
    }
    if (table.isPresent()) {
      table(path, table.getAsLong());
    } else if (log.isPresent()) {
      log(path, log.getAsLong());
    } else if (manifest.isPresent()) {
      manifest(path, manifest.getAsLong());
    } else {
      engine(path);
    }
  }

  /** Whether one more may be shown; says so once when not. */
  private boolean mayShow() {
    shown++;
    if (shown == limit + 1) {
      lines.accept("... more is there: the limit is " + limit);
    }
    return shown <= limit;
  }

  private void engine(Path directory) throws IOException {
    Optional<Catalog> found = Manifest.load(files, directory, ciphers);
    if (found.isEmpty()) {
      throw EngineDirectory.noEngine(files, directory);
    }
    Catalog catalog = found.get();
    lines.accept("format " + catalog.format().number());
    lines.accept("flushed up to sequence number " + catalog.flushedSequence());
    lines.accept("next file " + catalog.nextFile());
    catalog.trees().forEach((id, name) -> lines.accept("tree " + id + " " + name));
    for (long number : catalog.logs()) {
      lines.accept("log " + FileNames.log(directory, number).getFileName());
    }
    for (TableAdded added : catalog.tables()) {
      if (!mayShow()) {
        return;
      }
      lines.accept(describe(added));
    }
  }

  private String describe(TableAdded added) {
    return "level " + added.level() + " " + describe(added.table());
  }

  private String describe(SstableMeta table) {
    return ("table %06d tree %d, %d bytes, %d entries, %d tombstones, "
            + "sequence numbers %d to %d, keys %s to %s")
        .formatted(
            table.number(),
            table.tree(),
            table.bytes(),
            table.entries(),
            table.tombstones(),
            table.sequences().smallest(),
            table.sequences().largest(),
            text.apply(table.smallest()),
            text.apply(table.largest()));
  }

  private void manifest(Path path, long number) throws IOException {
    FrameScanner.Scan scan = FrameScanner.scan(files, path, FileKind.MANIFEST, number, ciphers);
    for (Frame frame : scan.frames()) {
      if (frame.isKey()) {
        lines.accept("sealed with key '" + keyId(frame) + "'");
        continue;
      }
      header(frame, "edit");
      for (Change change : VersionEdit.parse(frame.payload()).changes()) {
        if (!mayShow()) {
          return;
        }
        lines.accept("  " + describe(change));
      }
    }
    end(scan);
  }

  private String describe(Change change) {
    return change instanceof TableAdded added ? "added " + describe(added) : change.toString();
  }

  private void header(Frame frame, String what) {
    if (frame.afterDamage()) {
      lines.accept("bytes that are no intact frame");
    }
    lines.accept(
        frame.isClose()
            ? "at byte " + frame.offset() + " closed in order"
            : "at byte %d %s %d, %d bytes, %d synced"
                .formatted(
                    frame.offset(),
                    what,
                    frame.sequence(),
                    frame.payload().remaining(),
                    frame.synced()));
  }

  private static String keyId(Frame frame) {
    return WrappedKey.decode(frame.payload()).keyId();
  }

  private void end(FrameScanner.Scan scan) {
    long end = scan.frames().isEmpty() ? scan.intactBytes() : scan.frames().getLast().end();
    if (end < scan.fileBytes()) {
      lines.accept("at byte " + end + " " + (scan.fileBytes() - end) + " bytes that are no frame");
    }
  }

  private void log(Path path, long number) throws IOException {
    FrameScanner.Scan scan = FrameScanner.scan(files, path, FileKind.LOG, number, ciphers);
    lines.accept("segment from sequence number " + scan.header().firstSequence());
    for (Frame frame : scan.frames()) {
      if (!mayShow()) {
        return;
      }
      if (frame.isKey()) {
        lines.accept("sealed with key '" + keyId(frame) + "'");
        continue;
      }
      header(frame, "write");
      if (!frame.isClose()) {
        operations(scan.header().version(), frame);
      }
    }
    end(scan);
  }

  private void operations(FormatVersion format, Frame frame) {
    try {
      LogReplay.decode(frame.payload(), format, frame.sequence(), new Operations());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      lines.accept("  cannot be decoded: " + e);
    }
  }

  private final class Operations implements LogReplay.Sink {
    @Override
    public void operation(int tree, byte[] key, byte @Nullable [] value, long sequence) {
      String what = value == null ? " delete " : " put ";
      String tail = value == null ? "" : " = " + text.apply(value);
      lines.accept("  tree " + tree + what + text.apply(key) + tail);
    }

    @Override
    public void deleteRange(int tree, byte[] from, byte[] end, long sequence) {
      String range = text.apply(from) + " up to, not including, " + text.apply(end);
      lines.accept("  tree " + tree + " delete from " + range);
    }

    @Override
    public void batchEnd(long sequence, long timestamp) {
      if (timestamp != 0) {
        lines.accept("  at time " + timestamp);
      }
    }
  }

  private void table(Path path, long number) throws IOException {
    try (TableInspector table = TableInspector.open(files, path, ciphers)) {
      lines.accept(describe(table.describe(number)));
      for (RangeDeletions.Fragment fragment : table.rangeDeletions().fragments()) {
        lines.accept(
            "deleted from %s up to, not including, %s @%s"
                .formatted(
                    text.apply(fragment.start()),
                    text.apply(fragment.end()),
                    Arrays.toString(fragment.sequences())));
      }
      for (CorruptionException damaged : table.indexDamage()) {
        lines.accept("index damaged at byte %d: %s".formatted(damaged.offset(), damaged.detail()));
      }
      for (Place place : table.places()) {
        if (!mayShow()) {
          return;
        }
        lines.accept(
            "block at byte %d, %d bytes, up to %s"
                .formatted(place.offset(), place.storedBytes(), text.apply(place.separator())));
        for (Entry entry : table.entries(place)) {
          if (!mayShow()) {
            return;
          }
          byte[] value = entry.value();
          lines.accept(
              "  %s @%d %s"
                  .formatted(
                      text.apply(entry.key()),
                      entry.sequence(),
                      value == null ? "deleted" : "= " + text.apply(value)));
        }
      }
    }
  }
}
