package io.cairndb.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel counted for this process; Linux only.
 *
 * @param read bytes asked of the file system by read calls
 * @param written bytes handed to it by write calls
 */
record ProcessFigures(long read, long written) {

  static ProcessFigures now() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/io"));
    return new ProcessFigures(field(lines, "rchar:"), field(lines, "wchar:"));
  }

  /** Memory resident now, in bytes. */
  static long residentBytes() throws IOException {
    return field(Files.readAllLines(Path.of("/proc/self/status")), "VmRSS:") << 10;
  }

  private static long field(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the kernel does not tell " + name));
  }

  ProcessFigures since(ProcessFigures before) {
    return new ProcessFigures(read - before.read, written - before.written);
  }

  /** Bytes of the files in a directory. */
  static long directoryBytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
      return bytes;
    }
  }
}
