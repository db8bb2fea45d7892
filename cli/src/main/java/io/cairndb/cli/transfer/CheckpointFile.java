package io.cairndb.cli.transfer;

import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A small JSON file that is replaced as a whole. Not thread-safe. */
final class CheckpointFile {
  private final Path path;
  private final Path next;

  CheckpointFile(Path path) {
    this.path = path;
    this.next = path.resolveSibling(path.getFileName() + ".next");
  }

  Path path() {
    return path;
  }

  /** What was written last; empty when nothing was. */
  Optional<Obj> read() throws CommandFailure, IOException {
    try {
      return Optional.of(JsonParser.parseObject(Files.readString(path)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (JsonException damaged) {
      throw new CommandFailure(
          Outcome.FILE, path + " is no checkpoint; --restart begins anew", damaged);
    }
  }

  /** Replaces the file; durable when this returns. */
  void write(Obj state) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JsonText.compact(state).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes it; nothing happens when there is none. */
  void delete() throws IOException {
    Files.deleteIfExists(next);
    Files.deleteIfExists(path);
  }
}
