package io.cairndb.storage.node;

import io.cairndb.item.ItemFormatException;
import io.cairndb.shard.ShardFormatException;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatTooOldException;
import io.cairndb.storage.engine.KeyException;
import io.cairndb.storage.engine.UnsupportedFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says to people why a data directory could not be opened. Stateless. */
public final class OpenFailures {
  private OpenFailures() {}

  /** One sentence; null when the failure has nothing to do with the directory. */
  public static @Nullable String explain(Path directory, Exception failure) {
    return switch (failure) {
      case DataDirectoryException refused -> String.valueOf(refused.getMessage());
      case UnsupportedFormatException refused -> String.valueOf(refused.getMessage());
      case FormatTooOldException refused -> refused.getMessage() + " (cairn engine upgrade)";
      case KeyException sealed ->
          "%s. Start with the keystore that holds the key '%s'; nothing was changed"
              .formatted(sealed.getMessage(), sealed.keyId());
      case CorruptionException corrupt -> damaged(corrupt);
      case ShardFormatException corrupt -> damaged(corrupt);
      case ItemFormatException corrupt -> damaged(corrupt);
      case UncheckedIOException read -> explain(directory, Objects.requireNonNull(read.getCause()));
      case IOException unusable ->
          "the data directory %s cannot be used: %s"
              .formatted(directory.toAbsolutePath().normalize(), reason(unusable));
      default -> null;
    };
  }

  /** For whoever keeps data of its own beside the shards. */
  public static String damaged(Exception corrupt) {
    return "the data is damaged and was left as it is: " + corrupt.getMessage();
  }

  /** What an error of the operating system means, without the names of its classes. */
  public static String reason(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String message = cause.getMessage();
    return switch (cause) {
      // The message of these is only the path.
      case FileAlreadyExistsException file -> file.getFile() + " is not a directory";
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      default -> message == null ? cause.getClass().getSimpleName() : message;
    };
  }
}
