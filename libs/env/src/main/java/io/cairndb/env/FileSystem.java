package io.cairndb.env;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one machine, with durability made explicit: what was not synced may vanish in a
 * crash, and a created, renamed or deleted name is durable only after {@link #syncDirectory}.
 * Thread-safe.
 */
public interface FileSystem {

  void createDirectories(Path directory) throws IOException;

  /** Names (not paths) of the entries of {@code directory}, sorted. */
  List<String> list(Path directory) throws IOException;

  boolean exists(Path file);

  long size(Path file) throws IOException;

  /**
   * Creates an empty file for appending; fails with {@link
   * java.nio.file.FileAlreadyExistsException}.
   */
  AppendableFile create(Path file) throws IOException;

  /**
   * As {@link #create}, a file that nobody but the process's user may read, where the file system
   * knows users.
   */
  default AppendableFile createPrivate(Path file) throws IOException {
    return create(file);
  }

  /** Opens an existing file for appending at its end. */
  AppendableFile openForAppend(Path file) throws IOException;

  /**
   * Opens an existing file to be written anew from its beginning, in place: what lies behind the
   * bytes appended so far stays. After a crash each sector written since the last sync is as it was
   * before or after, or torn.
   */
  AppendableFile openForOverwrite(Path file) throws IOException;

  /** Opens an existing file for positional reads. */
  ReadableFile openForRead(Path file) throws IOException;

  /** Cuts {@code file} to {@code length} bytes and syncs it. */
  void truncate(Path file, long length) throws IOException;

  /** Atomically replaces {@code to} with {@code from}. */
  void rename(Path from, Path to) throws IOException;

  /** Makes {@code to} another name of {@code from}. */
  void link(Path from, Path to) throws IOException;

  void delete(Path file) throws IOException;

  /** Makes earlier creations, renames and deletions in {@code directory} durable. */
  void syncDirectory(Path directory) throws IOException;

  /**
   * Takes an exclusive lock that ends with the process or with {@code close}.
   *
   * @throws FileLockedException when another holder has it
   */
  Closeable lock(Path file) throws IOException;

  /** Bytes that may still be written, as the operating system reports them. */
  long usableBytes(Path directory) throws IOException;
}
