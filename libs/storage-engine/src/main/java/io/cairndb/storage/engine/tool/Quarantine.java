package io.cairndb.storage.engine.tool;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Where a repair keeps what it replaces: {@code quarantine/N} inside the engine's directory, with
 * the files under their names and a report. Nothing of Cairn deletes it.
 */
final class Quarantine {
  private static final String NAME = "quarantine";
  private static final String REPORT = "REPORT.txt";

  private final FileSystem files;
  private final Path directory;
  private final Path place;

  /** A new place of its own. */
  Quarantine(FileSystem files, Path directory) throws IOException {
    this.files = files;
    this.directory = directory;
    Path all = directory.resolve(NAME);
    int number = 1;
    while (files.exists(all.resolve(Integer.toString(number)))) {
      number++;
    }
    this.place = all.resolve(Integer.toString(number));
  }

  /** Gives the files a second name here and writes the report; durable when this returns. */
  void keep(Collection<Path> damaged, List<String> report) throws IOException {
    files.createDirectories(place);
    for (Path file : damaged) {
      files.link(file, place.resolve(String.valueOf(file.getFileName())));
    }
    try (AppendableFile text = files.create(place.resolve(REPORT))) {
      String lines = String.join("\n", report) + "\n";
      text.append(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
      text.sync();
    }
    files.syncDirectory(place);
    files.syncDirectory(directory.resolve(NAME));
    files.syncDirectory(directory);
  }

  Path place() {
    return place;
  }
}
