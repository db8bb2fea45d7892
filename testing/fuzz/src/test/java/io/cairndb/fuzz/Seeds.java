package io.cairndb.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Valid inputs that other tests of the repository keep. */
public final class Seeds {
  private static final Path ROOT = Path.of(System.getProperty("cairn.root", "../.."));

  private Seeds() {}

  /** The lines of a file of the repository. */
  public static List<String> lines(String file) {
    try {
      return Files.readAllLines(ROOT.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** The records, one a line in hexadecimal, of all such files in a directory. */
  public static List<byte[]> hex(String directory) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".hex")).sorted().toList()) {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          if (!line.isBlank()) {
            records.add(HexFormat.of().parseHex(line.strip()));
          }
        }
      }
    }
    return records;
  }

  /** A file of the repository as it is. */
  public static byte[] file(String file) throws IOException {
    return Files.readAllBytes(ROOT.resolve(file));
  }

  /** The seed with a byte in front that selects what it is for. */
  public static byte[] selecting(int selector, byte[] seed) {
    byte[] selected = new byte[seed.length + 1];
    selected[0] = (byte) selector;
    System.arraycopy(seed, 0, selected, 1, seed.length);
    return selected;
  }

  /** The text with a byte in front that selects what it is for. */
  public static byte[] selecting(int selector, String seed) {
    return selecting(selector, seed.getBytes(StandardCharsets.UTF_8));
  }
}
