package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.cairndb.env.MemoryFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory of an engine kept among the resources of the tests: {@code FILES} lists the names,
 * each file has {@code .bin} behind its own.
 */
final class GoldenDirectory {
  private static final String LIST = "FILES";

  private final String name;
  private final Path directory;

  /** The files of {@code golden/name}, which are to be found in {@code directory}. */
  GoldenDirectory(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /** Puts the files where they belong. */
  void load(MemoryFileSystem files) throws IOException {
    files.createDirectories(directory);
    for (String file : new String(resource(LIST), StandardCharsets.UTF_8).split("\n")) {
      files.overwrite(directory.resolve(file), resource(file + ".bin"));
    }
  }

  private byte[] resource(String file) throws IOException {
    String path = "/golden/" + name + "/" + file;
    try (InputStream in = GoldenDirectory.class.getResourceAsStream(path)) {
      assertNotNull(in, path);
      return in.readAllBytes();
    }
  }

  /** Whether files are to be written anew: the directory of {@code -Dcairn.golden.rewrite}. */
  static @Nullable Path rewriteTarget() {
    String target = System.getProperty("cairn.golden.rewrite");
    return target == null ? null : Path.of(target);
  }

  /** Writes the files to {@code target/name}. */
  void save(MemoryFileSystem written, Path target) throws IOException {
    Path into = Files.createDirectories(target.resolve(name));
    List<String> names = new ArrayList<>(written.list(directory));
    names.remove("LOCK");
    Files.writeString(into.resolve(LIST), String.join("\n", names) + "\n");
    for (String file : names) {
      Files.write(into.resolve(file + ".bin"), written.contents(directory.resolve(file)));
    }
  }
}
