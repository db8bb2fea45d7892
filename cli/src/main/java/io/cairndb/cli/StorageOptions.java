package io.cairndb.cli;

import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.node.MemoryPlan;
import io.cairndb.storage.node.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of the engines of one process; a storage node has the same as properties. */
final class StorageOptions {
  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description =
          "Master keys to encrypt data with, made by 'cairn engine keys create'. Default: data is"
              + " not encrypted.")
  private @Nullable Path keystore;

  @Option(
      names = "--write-buffers",
      defaultValue = "0",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "Memory for new writes of all shards; 0 means a quarter of the heap.")
  private long writeBuffers;

  @Option(
      names = "--block-cache",
      defaultValue = "0",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "Memory for data read of all shards; 0 means an eighth of the heap.")
  private long blockCache;

  @Option(
      names = "--compression",
      defaultValue = "lz4",
      paramLabel = "none|lz4|zstd",
      converter = CompressionName.class,
      description = "Of data that is rewritten soon. Default: ${DEFAULT-VALUE}.")
  private Compression compression = Compression.LZ4;

  @Option(
      names = "--bottommost-compression",
      defaultValue = "lz4",
      paramLabel = "none|lz4|zstd",
      converter = CompressionName.class,
      description = "Of data that stays, which is most of it. Default: ${DEFAULT-VALUE}.")
  private Compression bottommostCompression = Compression.LZ4;

  @Option(
      names = "--zstd-level",
      defaultValue = "1",
      paramLabel = "1-19",
      description = "Effort of zstd. Default: ${DEFAULT-VALUE}.")
  private int zstdLevel;

  @Option(
      names = "--block-size",
      defaultValue = "4k",
      paramLabel = "SIZE",
      converter = Size.class,
      description =
          "Of a block of data before compression: what a read of one item reads. Default:"
              + " ${DEFAULT-VALUE}.")
  private long blockSize;

  @Option(
      names = "--filter-bits",
      defaultValue = "10",
      paramLabel = "N",
      description =
          "Of a filter for each key of a table; 0 means no filters. Default: ${DEFAULT-VALUE}.")
  private int filterBits;

  @Option(
      names = "--index-whole",
      defaultValue = "16k",
      paramLabel = "SIZE",
      converter = Size.class,
      description =
          "An index of a table up to this size stays in memory. Default: ${DEFAULT-VALUE}.")
  private long indexWhole;

  @Option(
      names = "--index-partition",
      defaultValue = "4k",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "Of the pieces in which a larger one is read. Default: ${DEFAULT-VALUE}.")
  private long indexPartition;

  @Option(
      names = "--read-ahead",
      defaultValue = "256k",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "Read at once at most by queries and scans. Default: ${DEFAULT-VALUE}.")
  private long readAhead;

  @Option(
      names = "--compaction-workers",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads of each shard that compact. Default: ${DEFAULT-VALUE}.")
  private int compactionWorkers;

  @Option(
      names = "--compaction-rate",
      defaultValue = "0",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "Bytes a second that compactions write at most; 0 means no limit.")
  private long compactionRate;

  @Option(
      names = "--scrub-rate",
      defaultValue = "4m",
      paramLabel = "SIZE",
      converter = Size.class,
      description =
          "Bytes a second read at most to find damage on disk; 0 means not at all. Default:"
              + " ${DEFAULT-VALUE}.")
  private long scrubRate;

  @Option(
      names = "--scrub-pause",
      defaultValue = "1d",
      paramLabel = "TIME",
      converter = Time.class,
      description =
          "Time between two rounds of that, such as 90m, 12h or 7d. Default: ${DEFAULT-VALUE}.")
  private Duration scrubPause = Duration.ofDays(1);

  /**
   * What was asked for.
   *
   * @throws IllegalArgumentException naming the option whose value cannot be
   */
  StorageSettings settings() {
    try {
      StorageSettings settings =
          new StorageSettings(
              keystore,
              new StorageSettings.Memory(writeBuffers, blockCache),
              StorageSettings.compression(compression, bottommostCompression, zstdLevel),
              new StorageSettings.Tables(
                  blockSize, filterBits, indexWhole, indexPartition, readAhead),
              new StorageSettings.Compaction(compactionWorkers, compactionRate),
              StorageSettings.scrub(scrubRate, scrubPause));
      MemoryPlan unused = MemoryPlan.of(MemoryPlan.Machine.here(), settings.memory());
      return settings;
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("--" + refused.getMessage(), refused);
    }
  }

  /** As {@code --heap} takes them. */
  static final class Size implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,10})([kmgKMG]?)");

    @Override
    public Long convert(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        throw new TypeConversionException("'%s' is no size such as 64m or 2g".formatted(text));
      }
      int shift =
          switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
          };
      return Long.parseLong(size.group(1)) << shift;
    }
  }

  /** A whole number of one unit. */
  static final class Time implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smhd])");

    @Override
    public Duration convert(String text) {
      Matcher time = TIME.matcher(text);
      if (!time.matches()) {
        throw new TypeConversionException("'%s' is no time such as 90m or 7d".formatted(text));
      }
      long count = Long.parseLong(time.group(1));
      return switch (time.group(2)) {
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
  }

  /** The names of the documentation, in any case. */
  static final class CompressionName implements ITypeConverter<Compression> {
    @Override
    public Compression convert(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "none" -> Compression.NONE;
        case "lz4" -> Compression.LZ4;
        case "zstd" -> Compression.ZSTD;
        default ->
            throw new TypeConversionException("'%s' is none of none, lz4, zstd".formatted(name));
      };
    }
  }
}
