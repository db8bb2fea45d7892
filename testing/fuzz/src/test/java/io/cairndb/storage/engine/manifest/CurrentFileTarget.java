package io.cairndb.storage.engine.manifest;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.Seeds;
import io.cairndb.storage.engine.FormatVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/** The file that names the manifest; after a byte of 1 its checksum is made right. */
public final class CurrentFileTarget implements FuzzTarget {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final String CRC = " crc32c=";

  @Override
  public List<byte[]> seeds() throws IOException {
    byte[] golden = Seeds.file("libs/storage-engine/src/test/resources/golden/v2/CURRENT.bin");
    return List.of(Seeds.selecting(0, golden), Seeds.selecting(1, golden));
  }

  @Override
  public void run(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    String text = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1);
    if (input[0] == 1) {
      text = withChecksum(text);
    }
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(DIRECTORY);
    files.overwrite(
        DIRECTORY.resolve(FileNames.CURRENT), text.getBytes(StandardCharsets.ISO_8859_1));
    OptionalLong found;
    try {
      found = CurrentFile.read(files, DIRECTORY);
    } catch (IOException refused) {
      // Corruption, or a newer format.
      return;
    }
    Check.that(found.isPresent(), "a file that names nothing");
    CurrentFile.install(files, DIRECTORY, found.getAsLong(), FormatVersion.NEWEST);
    Check.that(CurrentFile.read(files, DIRECTORY).equals(found), "another manifest");
  }

  private static String withChecksum(String text) {
    int end = text.indexOf(CRC);
    int begin = text.indexOf(' ') + 1;
    if (end <= begin) {
      return text;
    }
    CRC32C crc = new CRC32C();
    crc.update(text.substring(begin, end).getBytes(StandardCharsets.ISO_8859_1));
    return text.substring(0, end) + CRC + String.format("%08x", crc.getValue()) + "\n";
  }
}
