package io.cairndb.router.core.rest;

import io.cairndb.causality.Hlc;
import io.cairndb.shard.ExpectedVersion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Versions of items as HTTP has them: {@code ETag}, {@code If-Match}, {@code If-None-Match}. */
final class EntityTag {
  private static final int UUID_LENGTH = 36;

  private EntityTag() {}

  static String of(Hlc version) {
    return '"' + version.toString() + '"';
  }

  /** What the headers of a write ask of the item's version. */
  static ExpectedVersion expected(Call call) {
    String match = call.header("if-match");
    String noneMatch = call.header("if-none-match");
    if (match != null && noneMatch != null) {
      throw ProblemException.invalid("If-Match and If-None-Match exclude each other.");
    }
    if (noneMatch != null) {
      if (!noneMatch.strip().equals("*")) {
        throw ProblemException.invalid("If-None-Match of a write is to be *.");
      }
      return new ExpectedVersion.Absent();
    }
    if (match == null) {
      return ExpectedVersion.ANY;
    }
    return match.strip().equals("*")
        ? new ExpectedVersion.Present()
        : new ExpectedVersion.Exactly(exactly(match.strip()));
  }

  private static Hlc exactly(String tag) {
    Hlc version = parse(tag);
    if (version == null) {
      // Well formed, it would be a version that no item ever had.
      boolean one =
          tag.length() > 1 && tag.startsWith("\"") && tag.indexOf('"', 1) == tag.length() - 1;
      throw one
          ? ProblemException.versionMismatch("No item has the version " + tag + ".")
          : ProblemException.invalid("If-Match is to be * or one ETag in its quotes.");
    }
    return version;
  }

  /** Whether {@code If-Match} of a read admits {@code version}: a weak tag never does. */
  static boolean admits(String ifMatch, Hlc version) {
    return lists(ifMatch, version, false);
  }

  /** Whether {@code If-None-Match} names {@code version}, of which the client has a copy then. */
  static boolean names(String ifNoneMatch, Hlc version) {
    return lists(ifNoneMatch, version, true);
  }

  private static boolean lists(String header, Hlc version, boolean weakToo) {
    for (String tag : header.split(",", -1)) {
      String plain = tag.strip();
      if (weakToo && plain.startsWith("W/")) {
        plain = plain.substring(2);
      }
      if (plain.equals("*") || version.equals(parse(plain))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Hlc parse(String tag) {
    if (tag.length() != UUID_LENGTH + 2 || !tag.startsWith("\"") || !tag.endsWith("\"")) {
      return null;
    }
    try {
      return Hlc.fromUuid(UUID.fromString(tag.substring(1, tag.length() - 1)));
    } catch (IllegalArgumentException notAUuid) {
      return null;
    }
  }
}
