package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameScanner;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.wal.LogReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where each live key of an undamaged directory is stored, and every value it ever had. */
final class StoredVersions {
  private static final Ciphers CIPHERS = new Ciphers(TestKeyring.ONE);

  /** Bytes of a file. */
  record Range(long from, long to) {}

  /** One copy of a version. {@code behind} is where what must be whole to find it ends. */
  private record Copy(Path file, long sequence, Range bytes, long behind) {
    boolean survives(Path victim, Range damage) {
      if (!file.equals(victim)) {
        return !FileNames.logNumber(name(file)).isPresent()
            || FileNames.logNumber(name(victim)).isEmpty()
            || number(file) < number(victim);
      }
      return bytes.to <= damage.from || (bytes.from >= damage.to && damage.to <= behind);
    }

    private static String name(Path file) {
      return String.valueOf(file.getFileName());
    }

    private static long number(Path file) {
      return FileNames.logNumber(name(file)).orElseThrow();
    }
  }

  private final List<NavigableMap<byte[], byte[]>> live;
  private final Map<String, Set<String>> written = new TreeMap<>();
  private final Map<String, List<Copy>> copies = new TreeMap<>();

  private StoredVersions(List<NavigableMap<byte[], byte[]>> live) {
    this.live = live;
  }

  private static String place(int tree, byte[] key) {
    return tree + "/" + HexFormat.of().formatHex(key);
  }

  static StoredVersions read(MemoryFileSystem files, Path directory, EngineModel model)
      throws IOException {
    Catalog catalog = Manifest.load(files, directory, CIPHERS).orElseThrow();
    StoredVersions all = new StoredVersions(model.at(model.lastSequence()));
    for (long sequence = 1; sequence <= model.lastSequence(); sequence++) {
      List<NavigableMap<byte[], byte[]>> trees = model.at(sequence);
      for (int tree = 0; tree < trees.size(); tree++) {
        for (Map.Entry<byte[], byte[]> entry : trees.get(tree).entrySet()) {
          all.written
              .computeIfAbsent(place(tree, entry.getKey()), key -> new TreeSet<>())
              .add(HexFormat.of().formatHex(entry.getValue()));
        }
      }
    }
    for (TableAdded added : catalog.tables()) {
      all.addTable(files, directory, added);
    }
    for (long log : catalog.logs()) {
      all.addLog(files, FileNames.log(directory, log), log);
    }
    return all;
  }

  private void add(int tree, byte[] key, Copy copy) {
    copies.computeIfAbsent(place(tree, key), name -> new ArrayList<>()).add(copy);
  }

  private void addTable(MemoryFileSystem files, Path directory, TableAdded added)
      throws IOException {
    Path path = FileNames.table(directory, added.table().number());
    try (TableInspector table = TableInspector.open(files, path, CIPHERS)) {
      TableInspector.Place last = table.places().getLast();
      long dataEnd = last.offset() + last.storedBytes();
      for (TableInspector.Place place : table.places()) {
        Range bytes = new Range(place.offset(), place.offset() + place.storedBytes());
        for (TableInspector.Entry entry : table.entries(place)) {
          Copy copy = new Copy(path, entry.sequence(), bytes, dataEnd);
          add(added.table().tree(), entry.key(), copy);
        }
      }
    }
  }

  private void addLog(MemoryFileSystem files, Path path, long number) throws IOException {
    FrameScanner.Scan scan = FrameScanner.scan(files, path, FileKind.LOG, number, CIPHERS);
    FormatVersion format = scan.header().version();
    for (FrameScanner.Frame frame : scan.frames()) {
      if (!frame.isClose() && !frame.isKey() && !frame.afterDamage()) {
        Copy copy = new Copy(path, frame.sequence(), new Range(frame.offset(), frame.end()), -1);
        LogReplay.decode(frame.payload(), format, frame.sequence(), new Operations(copy));
      }
    }
  }

  private final class Operations implements LogReplay.Sink {
    private final Copy copy;

    Operations(Copy copy) {
      this.copy = copy;
    }

    @Override
    public void operation(int tree, byte[] key, byte @Nullable [] value, long sequence) {
      add(tree, key, copy);
    }

    @Override
    public void deleteRange(int tree, byte[] from, byte[] end, long sequence) {}

    @Override
    public void batchEnd(long sequence, long timestamp) {}
  }

  void assertEveryValueWasWritten(ReadView view, Tree tree) {
    try (Cursor cursor = view.cursor(tree, null, null)) {
      for (boolean valid = cursor.seekToFirst(); valid; valid = cursor.next()) {
        Set<String> values = written.getOrDefault(place(tree.id(), cursor.key()), Set.of());
        assertTrue(
            values.contains(HexFormat.of().formatHex(cursor.value())),
            () -> "never written: " + Arrays.toString(cursor.value()));
      }
    }
  }

  /** What is shown is what was live, key by key. */
  void assertShowsExactly(ReadView view, Tree tree) {
    NavigableMap<byte[], byte[]> expected = live.get(tree.id());
    int shown = 0;
    try (Cursor cursor = view.cursor(tree, null, null)) {
      for (boolean valid = cursor.seekToFirst(); valid; valid = cursor.next()) {
        shown++;
        assertArrayEquals(
            expected.get(cursor.key()), cursor.value(), "key " + Arrays.toString(cursor.key()));
      }
    }
    assertEquals(expected.size(), shown, "keys of tree " + tree.name());
  }

  /** The newest version of each live key is shown if a copy of it was not touched. */
  void assertHasUndamaged(ReadView view, Tree tree, Path victim, Range damage) {
    for (Map.Entry<byte[], byte[]> entry : live.get(tree.id()).entrySet()) {
      List<Copy> all = Objects.requireNonNull(copies.get(place(tree.id(), entry.getKey())));
      long newest = all.stream().mapToLong(Copy::sequence).max().orElseThrow();
      boolean survives =
          all.stream().anyMatch(copy -> copy.sequence() == newest && copy.survives(victim, damage));
      if (survives) {
        assertArrayEquals(
            entry.getValue(),
            view.get(tree, entry.getKey()),
            () -> "lost: key " + Arrays.toString(entry.getKey()) + " of tree " + tree.name());
      }
    }
  }
}
