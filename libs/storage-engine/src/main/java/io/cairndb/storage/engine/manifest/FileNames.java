package io.cairndb.storage.engine.manifest;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** How the files of an engine are called. */
public final class FileNames {
  public static final String CURRENT = "CURRENT";
  public static final String LOCK = "LOCK";

  /** What becomes {@link #CURRENT}. */
  public static final String CURRENT_DRAFT = "CURRENT.tmp";

  /** Tells the last repair from others; only after one. */
  public static final String REPAIRED = "REPAIRED";

  /** What becomes {@link #REPAIRED}. */
  public static final String REPAIRED_DRAFT = "REPAIRED.tmp";

  private static final String MANIFEST_PREFIX = "MANIFEST-";
  private static final String TABLE_SUFFIX = ".sst";
  private static final String LOG_SUFFIX = ".log";
  private static final String SPARE_SUFFIX = ".spare";

  private FileNames() {}

  public static Path table(Path directory, long number) {
    return directory.resolve(digits(number) + TABLE_SUFFIX);
  }

  public static Path log(Path directory, long number) {
    return directory.resolve(digits(number) + LOG_SUFFIX);
  }

  /** A file without content of its own, kept to become a log segment. */
  public static Path spare(Path directory, long number) {
    return directory.resolve(digits(number) + SPARE_SUFFIX);
  }

  public static Path manifest(Path directory, long number) {
    return directory.resolve(MANIFEST_PREFIX + digits(number));
  }

  private static String digits(long number) {
    return String.format(Locale.ROOT, "%06d", number);
  }

  public static OptionalLong tableNumber(String name) {
    return number(name, "", TABLE_SUFFIX);
  }

  public static OptionalLong logNumber(String name) {
    return number(name, "", LOG_SUFFIX);
  }

  public static OptionalLong spareNumber(String name) {
    return number(name, "", SPARE_SUFFIX);
  }

  public static OptionalLong manifestNumber(String name) {
    return number(name, MANIFEST_PREFIX, "");
  }

  /** Whether a file of that name is a table, a log segment or a manifest. */
  public static boolean isData(String name) {
    return tableNumber(name).isPresent()
        || logNumber(name).isPresent()
        || manifestNumber(name).isPresent();
  }

  private static OptionalLong number(String name, String prefix, String suffix) {
    int end = name.length() - suffix.length();
    if (!name.startsWith(prefix) || !name.endsWith(suffix) || end <= prefix.length()) {
      return OptionalLong.empty();
    }
    String digits = name.substring(prefix.length(), end);
    boolean plain = digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
  }
}
