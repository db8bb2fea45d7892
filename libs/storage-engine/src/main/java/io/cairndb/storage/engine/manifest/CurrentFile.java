package io.cairndb.storage.engine.manifest;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The one-line text file that names the manifest in force. */
final class CurrentFile {
  private static final int BYTES_MAX = 256;
  private static final Pattern LINE =
      Pattern.compile("cairn-engine (\\d{1,9}) (MANIFEST-\\d{1,18}) crc32c=([0-9a-f]{8})\n");

  private CurrentFile() {}

  static OptionalLong read(FileSystem files, Path directory) throws IOException {
    Path path = directory.resolve(FileNames.CURRENT);
    if (!files.exists(path)) {
      return OptionalLong.empty();
    }
    String text;
    try (ReadableFile file = files.openForRead(path)) {
      long length = file.length();
      if (length == 0 || length > BYTES_MAX) {
        throw new CorruptionException(path, 0, "length is " + length);
      }
      byte[] bytes = new byte[(int) length];
      file.readFully(0, ByteBuffer.wrap(bytes));
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    Matcher line = LINE.matcher(text);
    if (!line.matches() || !checksum(line.group(1), line.group(2)).equals(line.group(3))) {
      throw new CorruptionException(path, 0, "malformed or checksum mismatch");
    }
    int version = Integer.parseInt(line.group(1));
    if (version > FormatVersion.NEWEST.number()) {
      throw new UnsupportedFormatException(path, version, FormatVersion.NEWEST.number());
    }
    return FileNames.manifestNumber(line.group(2));
  }

  private static String checksum(String version, String manifest) {
    CRC32C crc = new CRC32C();
    crc.update((version + " " + manifest).getBytes(StandardCharsets.US_ASCII));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  /** Puts {@code manifest} in force, durably; before and after a crash one of the two is. */
  static void install(FileSystem files, Path directory, long manifest, FormatVersion format)
      throws IOException {
    Path draft = directory.resolve(FileNames.CURRENT_DRAFT);
    if (files.exists(draft)) {
      files.delete(draft);
    }
    String version = Integer.toString(format.number());
    String name = String.valueOf(FileNames.manifest(directory, manifest).getFileName());
    String line =
        "cairn-engine " + version + " " + name + " crc32c=" + checksum(version, name) + "\n";
    try (AppendableFile file = files.create(draft)) {
      file.append(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
      file.sync();
    }
    files.rename(draft, directory.resolve(FileNames.CURRENT));
    files.syncDirectory(directory);
  }
}
