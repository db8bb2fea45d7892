package io.cairndb.cli.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Reads the end of a log and what is added to it. A log is written by the process it belongs to,
 * always at the end, so that it can be cut short under its writer. Confined to one thread.
 */
final class LogFile {
  private static final long LARGEST = 64L << 20;
  private static final int READ_AT_ONCE = 256 << 10;

  private final Path file;
  private long position;

  LogFile(Path file) {
    this.file = file;
  }

  /** The last lines, at most so many; later calls of {@link #added} go on behind them. */
  List<String> last(int lines) throws IOException {
    byte[] end = read(Math.max(0, size() - READ_AT_ONCE));
    List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  /** Text added since the last call, only whole lines. */
  List<String> added() throws IOException {
    long before = size() < position ? 0 : position;
    byte[] bytes = read(before);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n' && bytes.length < READ_AT_ONCE) {
      whole--;
    }
    position = before + whole;
    return new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
  }

  private long size() throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException none) {
      return 0;
    }
  }

  private byte[] read(long from) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      int length = (int) Math.min(READ_AT_ONCE, Math.max(0, open.length() - from));
      byte[] bytes = new byte[length];
      open.seek(from);
      open.readFully(bytes);
      position = from + length;
      return bytes;
    } catch (java.io.FileNotFoundException none) {
      return new byte[0];
    }
  }

  /** Keeps a log that has grown too large in a second file, in place of the one kept before. */
  static void trim(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > LARGEST) {
      Path kept = file.resolveSibling(file.getFileName() + ".1");
      Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }
}
