package io.cairndb.storage.engine.manifest;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.WrappedKey;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameReader;
import io.cairndb.storage.engine.format.FrameWriter;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The manifest in force, open for further edits. Guarded by its owner. */
public final class Manifest implements AutoCloseable {
  private static final long ROLL_BYTES = 4L << 20;

  private final FileSystem files;
  private final Path directory;
  private final Catalog catalog;
  private final LongSupplier fileNumbers;
  private final LongSupplier salts;
  private final Ciphers ciphers;
  private FrameWriter writer;
  private long number;
  private long edits;

  /**
   * Writes {@code catalog} as a new manifest and puts it in force.
   *
   * @param fileNumbers gives unused file numbers
   * @param salts gives the salts of file headers
   * @param ciphers what seals the file
   */
  public Manifest(
      FileSystem files,
      Path directory,
      Catalog catalog,
      LongSupplier fileNumbers,
      LongSupplier salts,
      Ciphers ciphers)
      throws IOException {
    this.files = files;
    this.directory = directory;
    this.catalog = catalog;
    this.fileNumbers = fileNumbers;
    this.salts = salts;
    this.ciphers = ciphers;
    this.number = fileNumbers.getAsLong();
    this.writer = begin();
  }

  /** Reads the manifest in force; empty in a directory that holds no engine yet. */
  public static Optional<Catalog> load(FileSystem files, Path directory, Ciphers ciphers)
      throws IOException {
    OptionalLong current = CurrentFile.read(files, directory);
    if (current.isEmpty()) {
      requireNoData(files, directory);
      return Optional.empty();
    }
    Path path = FileNames.manifest(directory, current.getAsLong());
    if (!files.exists(path)) {
      throw new CorruptionException(path, 0, "CURRENT names this file, but it is missing");
    }
    return Optional.of(read(files, path, current.getAsLong(), ciphers));
  }

  /**
   * Reads one manifest, in force or not.
   *
   * @param number in the file's name
   */
  public static Catalog read(FileSystem files, Path path, long number, Ciphers ciphers)
      throws IOException {
    Catalog catalog = new Catalog(FormatVersion.FIRST);
    long[] edits = {0};
    FrameReader.read(
        files,
        path,
        FileKind.MANIFEST,
        number,
        ciphers,
        (header, sequence, payload) -> {
          if (sequence != ++edits[0]) {
            throw new IllegalArgumentException("edit " + sequence + " is not " + edits[0]);
          }
          catalog.apply(VersionEdit.parse(payload));
        });
    if (edits[0] == 0) {
      throw new CorruptionException(path, FileHeader.BYTES, "the first edit is missing");
    }
    announceKeys(catalog, path, ciphers);
    return catalog;
  }

  private static void announceKeys(Catalog catalog, Path path, Ciphers ciphers)
      throws CorruptionException {
    for (Map.Entry<Long, byte[]> key : catalog.tableKeys().entrySet()) {
      Path table = FileNames.table(path.resolveSibling(""), key.getKey());
      try {
        ciphers.replace(table, WrappedKey.decode(ByteBuffer.wrap(key.getValue())));
      } catch (IllegalArgumentException e) {
        throw new CorruptionException(path, 0, "malformed key of " + table + ": " + e);
      }
    }
  }

  private static void requireNoData(FileSystem files, Path directory) throws IOException {
    for (String name : files.list(directory)) {
      if (FileNames.tableNumber(name).isPresent() || FileNames.logNumber(name).isPresent()) {
        throw new CorruptionException(
            directory.resolve(FileNames.CURRENT), 0, "missing, although " + name + " is there");
      }
    }
  }

  private FrameWriter begin() throws IOException {
    FormatVersion format = catalog.format();
    FileHeader header = new FileHeader(FileKind.MANIFEST, format, number, 1, salts.getAsLong());
    boolean sealed = format.isAtLeast(FormatVersion.VERSIONS);
    FileCipher cipher = sealed ? ciphers.forNewFile() : null;
    FrameWriter begun =
        new FrameWriter(files.create(FileNames.manifest(directory, number)), header, cipher);
    edits = 0;
    boolean inForce = false;
    try {
      write(begun, catalog.toEdit());
      files.syncDirectory(directory);
      CurrentFile.install(files, directory, number, format);
      inForce = true;
      return begun;
    } finally {
      if (!inForce) {
        begun.close();
      }
    }
  }

  private void write(FrameWriter target, VersionEdit edit) throws IOException {
    edit.writeTo(target.begin(++edits, edit.encodedBytesMax()));
    target.end();
    target.sync();
  }

  /**
   * Makes an edit durable, then applies it to the catalog. After an I/O error: no further edits.
   *
   * @throws IllegalArgumentException when the changes contradict the catalog; nothing was written
   */
  public void append(List<Change> changes) throws IOException {
    VersionEdit edit = new VersionEdit(changes);
    // What cannot be applied must not get into the file, which could not be read again.
    catalog.requireApplicable(edit);
    write(writer, edit);
    catalog.apply(edit);
    if (writer.length() > ROLL_BYTES) {
      roll();
    }
  }

  /** Goes on in a file of {@code format}; what an older release could read ends with this. */
  public void raise(FormatVersion format) throws IOException {
    catalog.apply(new VersionEdit(List.of(new VersionEdit.FormatRaised(format))));
    roll();
  }

  /** Goes on in another file, sealed by the key that is active now. */
  public void renew() throws IOException {
    roll();
  }

  private void roll() throws IOException {
    long old = number;
    FrameWriter full = writer;
    number = fileNumbers.getAsLong();
    catalog.apply(new VersionEdit(List.of(new VersionEdit.NextFile(number + 1))));
    writer = begin();
    full.close();
    files.delete(FileNames.manifest(directory, old));
  }

  public Catalog catalog() {
    return catalog;
  }

  /** Number in the name of the file in force. */
  public long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
