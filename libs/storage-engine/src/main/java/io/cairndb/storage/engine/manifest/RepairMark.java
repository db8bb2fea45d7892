package io.cairndb.storage.engine.manifest;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one-line text file that a repair leaves for whoever keeps figures of what the engine holds:
 * they are not those of the repaired engine. Pure functions.
 */
public final class RepairMark {
  /** No repair has changed the directory. */
  public static final long NONE = 0;

  private static final long UNREADABLE = -1;
  private static final int BYTES_MAX = 64;
  private static final Pattern LINE = Pattern.compile("cairn-repair ([0-9a-f]{16})\n");

  private RepairMark() {}

  /** Which repair was the last; {@link #NONE} when there was none, negative when nothing tells. */
  public static long read(FileSystem files, Path directory) throws IOException {
    Path path = directory.resolve(FileNames.REPAIRED);
    if (!files.exists(path)) {
      return NONE;
    }
    try (ReadableFile file = files.openForRead(path)) {
      long length = file.length();
      if (length > BYTES_MAX) {
        return UNREADABLE;
      }
      byte[] bytes = new byte[(int) length];
      file.readFully(0, ByteBuffer.wrap(bytes));
      Matcher line = LINE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
      return line.matches() ? Long.parseUnsignedLong(line.group(1), 16) : UNREADABLE;
    }
  }

  /** Leaves the mark of a repair, durably; before and after a crash it is this one or the last. */
  public static void write(FileSystem files, Path directory, long random) throws IOException {
    Path draft = directory.resolve(FileNames.REPAIRED_DRAFT);
    if (files.exists(draft)) {
      files.delete(draft);
    }
    long id = random & Long.MAX_VALUE | 1;
    String line = String.format(Locale.ROOT, "cairn-repair %016x\n", id);
    try (AppendableFile file = files.create(draft)) {
      file.append(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
      file.sync();
    }
    files.rename(draft, directory.resolve(FileNames.REPAIRED));
    files.syncDirectory(directory);
  }
}
