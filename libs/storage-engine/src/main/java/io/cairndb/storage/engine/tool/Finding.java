package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.CorruptionException;
import java.nio.file.Path;

/**
 * One thing to know about one file.
 *
 * @param offset where in the file, in bytes
 */
public record Finding(Kind kind, Path file, long offset, String detail) {

  /** How much it matters. */
  public enum Kind {
    /** A file is missing or not what was written. */
    DAMAGE,
    /** A repair could not save something: data is gone, or may be. */
    LOST,
    /** Nothing is lost: a file nobody names, or a tail that was never acknowledged. */
    NOTE
  }

  static Finding damage(CorruptionException met) {
    return new Finding(Kind.DAMAGE, met.file(), met.offset(), met.detail());
  }

  static Finding damage(Path file, long offset, String detail) {
    return new Finding(Kind.DAMAGE, file, offset, detail);
  }

  /** A table whose footer names a format that the manifest, which can be read, does not allow. */
  static Finding foreignFormat(Path table) {
    return damage(table, 0, "the footer names a format newer than the directory's");
  }

  /** What a repair could not save of a file. */
  static Finding lost(Path file, long offset, String what) {
    return new Finding(Kind.LOST, file, offset, what);
  }

  static Finding note(Path file, long offset, String detail) {
    return new Finding(Kind.NOTE, file, offset, detail);
  }

  @Override
  public String toString() {
    return label() + file.getFileName() + " at byte " + offset + ": " + detail;
  }

  private String label() {
    return switch (kind) {
      case DAMAGE -> "damage ";
      case LOST -> "lost   ";
      case NOTE -> "note   ";
    };
  }
}
