package io.cairndb.storage.node;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileLockedException;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layout of a node's data directory, and the lock on it: {@code LOCK}, {@code FORMAT}, {@code
 * COMPLETE} and a directory {@code shard-<n>} for each shard. See docs/formats/shard-meta.md,
 * section Data directory.
 */
final class DataDirectory implements Closeable {
  static final int FORMAT_VERSION = 1;

  private static final String COMPLETE = "COMPLETE";

  /** A start that ended early leaves the first two; the root of a volume has the third. */
  private static final Set<String> BEFORE_FORMAT = Set.of("LOCK", "FORMAT.new", "lost+found");

  private static final int LONGEST_FORMAT_FILE = 4096;
  private static final Pattern FIRST_LINE = Pattern.compile("cairn-data ([0-9]{1,9})");
  private static final Pattern CONTENTS =
      Pattern.compile("cairn-data [0-9]{1,9}\nshards ([0-9]{1,6})\n");

  private final Path root;
  private final int shards;
  private final AutoCloseable lock;

  private DataDirectory(Path root, int shards, AutoCloseable lock) {
    this.root = root;
    this.shards = shards;
    this.lock = lock;
  }

  /**
   * Opens the directory, creating it when there is none.
   *
   * @param newShards shards of a new directory; an existing one keeps its number
   */
  static DataDirectory open(FileSystem files, Path root, int newShards) throws IOException {
    files.createDirectories(root);
    requireOwn(files, root);
    AutoCloseable lock;
    try {
      lock = files.lock(root.resolve("LOCK"));
    } catch (FileLockedException locked) {
      throw new DataDirectoryException.InUse(root, locked);
    }
    boolean opened = false;
    try {
      Path format = root.resolve("FORMAT");
      int shards = newShards;
      if (files.exists(format)) {
        shards = read(files, root, format);
        requireWhole(files, root, shards);
      } else {
        create(files, root, format, newShards);
      }
      opened = true;
      return new DataDirectory(root, shards, lock);
    } finally {
      if (!opened) {
        unlock(lock);
      }
    }
  }

  /** Looks before anything is written: a directory of something else stays as it is. */
  private static void requireOwn(FileSystem files, Path root) throws IOException {
    List<String> names = files.list(root);
    if (names.contains("FORMAT")) {
      return;
    }
    for (String name : names) {
      if (name.startsWith("shard-") || name.equals(COMPLETE)) {
        throw new DataDirectoryException.Damaged(root, "there is " + name + " but no FORMAT");
      }
    }
    for (String name : names) {
      if (!BEFORE_FORMAT.contains(name)) {
        throw new DataDirectoryException.Foreign(root, name);
      }
    }
  }

  /** An engine makes a new, empty database of a directory that is gone: data would be missing. */
  private static void requireWhole(FileSystem files, Path root, int shards) throws IOException {
    if (!files.exists(root.resolve(COMPLETE))) {
      return;
    }
    for (int index = 0; index < shards; index++) {
      Path shard = root.resolve("shard-" + index);
      if (!files.exists(shard) || files.list(shard).isEmpty()) {
        throw new DataDirectoryException.Damaged(root, "shard-" + index + " is missing");
      }
    }
  }

  /** Notes that every shard exists; from now on a shard that is missing is damage. */
  void complete(FileSystem files) throws IOException {
    if (files.exists(root.resolve(COMPLETE))) {
      return;
    }
    try (AppendableFile file = files.create(root.resolve(COMPLETE))) {
      file.sync();
    }
    files.syncDirectory(root);
  }

  private static int read(FileSystem files, Path root, Path format) throws IOException {
    String text;
    try (ReadableFile file = files.openForRead(format)) {
      long length = file.length();
      if (length > LONGEST_FORMAT_FILE) {
        throw new DataDirectoryException.Damaged(root, "FORMAT has " + length + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      file.readFully(0, bytes);
      text = new String(bytes.array(), StandardCharsets.UTF_8);
    }
    Matcher first = FIRST_LINE.matcher(text.lines().findFirst().orElse(""));
    if (!first.matches()) {
      throw new DataDirectoryException.Damaged(root, "FORMAT does not name a format");
    }
    int version = Integer.parseInt(first.group(1));
    if (version > FORMAT_VERSION) {
      throw new DataDirectoryException.Newer(root, version, FORMAT_VERSION);
    }
    Matcher contents = CONTENTS.matcher(text);
    if (version < 1 || !contents.matches() || Integer.parseInt(contents.group(1)) < 1) {
      throw new DataDirectoryException.Damaged(root, "FORMAT is not one of version 1");
    }
    return Integer.parseInt(contents.group(1));
  }

  private static void create(FileSystem files, Path root, Path format, int shards)
      throws IOException {
    Path draft = root.resolve("FORMAT.new");
    if (files.exists(draft)) {
      files.delete(draft);
    }
    String text = "cairn-data " + FORMAT_VERSION + "\nshards " + shards + "\n";
    try (AppendableFile file = files.create(draft)) {
      file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.sync();
    }
    files.rename(draft, format);
    files.syncDirectory(root);
  }

  int shards() {
    return shards;
  }

  Path shard(int index) {
    return root.resolve("shard-" + index);
  }

  @Override
  public void close() throws IOException {
    unlock(lock);
  }

  private static void unlock(AutoCloseable lock) throws IOException {
    try {
      lock.close();
    } catch (IOException | RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IOException("cannot release the lock of the data directory", failure);
    }
  }
}
