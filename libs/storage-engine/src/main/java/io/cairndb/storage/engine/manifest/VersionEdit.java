package io.cairndb.storage.engine.manifest;

import io.cairndb.encoding.Varint;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One atomic change of the set of files: a list of changes that take effect together.
 *
 * @param changes in the order in which they apply
 */
public record VersionEdit(List<Change> changes) {

  /** One thing that changes. */
  public sealed interface Change {}

  /** A tree with its number for log and tables. */
  public record TreeAdded(int id, String name) implements Change {}

  /** What a tree is; follows its addition, unless it has the default options. */
  public record TreeOptionsSet(int id, TreeOptions options) implements Change {}

  /** A table is part of a level from now on. */
  public record TableAdded(int level, SstableMeta table) implements Change {}

  /** A table is part of no level any more; its file goes with the last reader. */
  public record TableRemoved(long number) implements Change {}

  /** A log segment that may hold acknowledged writes from now on. */
  public record LogAdded(long number) implements Change {}

  /**
   * All writes up to {@code sequence} are in tables, and segments below {@code minLog} are not
   * needed any more.
   */
  public record Flushed(long sequence, long minLog) implements Change {}

  /** File numbers below this have been given out. */
  public record NextFile(long number) implements Change {}

  /** The data key of a table, wrapped anew: what the table's file says of it counts no more. */
  public record TableKeyed(long number, byte[] wrapped) implements Change {}

  /** Files may be written in {@code format} from now on. */
  public record FormatRaised(FormatVersion format) implements Change {}

  /** The batch of {@code sequence} was the last of {@code timestamp}. */
  public record TimeMarked(long sequence, long timestamp) implements Change {}

  /** All versions at and above {@code sequence} are kept; {@link #NOTHING_KEPT} when none are. */
  public record HorizonMoved(long sequence) implements Change {
    public static final long NOTHING_KEPT = -1;
  }

  public VersionEdit {
    changes = List.copyOf(changes);
  }

  private static final int TREE_ADDED = 1;
  private static final int TABLE_ADDED = 2;
  private static final int TABLE_REMOVED = 3;
  private static final int LOG_ADDED = 4;
  private static final int FLUSHED = 5;
  private static final int NEXT_FILE = 6;
  private static final int FORMAT_RAISED = 7;
  private static final int TABLE_ADDED_WITH_VERSIONS = 8;
  private static final int TIME_MARKED = 9;
  private static final int HORIZON_MOVED = 10;
  private static final int TABLE_KEYED = 11;
  private static final int TREE_OPTIONS_SET = 12;
  private static final int LEVELED = 0;
  private static final int TIME_WINDOWS = 1;
  private static final int OPEN_ENDED = 1;
  private static final int HAS_ORIGIN = 2;

  int encodedBytesMax() {
    int total = 0;
    for (Change change : changes) {
      total +=
          switch (change) {
            case TreeAdded added -> 3 * Varint.MAX_LONG_BYTES + 4 * added.name().length();
            case TreeOptionsSet set -> 5 * Varint.MAX_LONG_BYTES;
            case TableAdded added -> Varint.MAX_LONG_BYTES + encodedBytesMax(added.table());
            case TableRemoved removed -> 2 * Varint.MAX_LONG_BYTES;
            case LogAdded added -> 2 * Varint.MAX_LONG_BYTES;
            case Flushed flushed -> 3 * Varint.MAX_LONG_BYTES;
            case NextFile next -> 2 * Varint.MAX_LONG_BYTES;
            case TableKeyed keyed -> 3 * Varint.MAX_LONG_BYTES + keyed.wrapped().length;
            case FormatRaised raised -> 2 * Varint.MAX_LONG_BYTES;
            case TimeMarked marked -> 3 * Varint.MAX_LONG_BYTES;
            case HorizonMoved moved -> 2 * Varint.MAX_LONG_BYTES;
          };
    }
    return total;
  }

  private static int encodedBytesMax(SstableMeta table) {
    SstableMeta origin = table.origin();
    return 14 * Varint.MAX_LONG_BYTES
        + table.smallest().length
        + table.largest().length
        + (origin == null ? 0 : encodedBytesMax(origin));
  }

  void writeTo(ByteBuffer out) {
    for (Change change : changes) {
      switch (change) {
        case TreeAdded(int id, String name) -> {
          putAll(out, TREE_ADDED, id);
          putBytes(out, name.getBytes(StandardCharsets.UTF_8));
        }
        case TreeOptionsSet(int id, TreeOptions options) -> {
          putAll(out, TREE_OPTIONS_SET, id);
          putOptions(out, options);
        }
        case TableAdded(int level, SstableMeta table) -> {
          putAll(out, table.isPlain() ? TABLE_ADDED : TABLE_ADDED_WITH_VERSIONS, level);
          putTable(out, table);
        }
        case TableRemoved(long number) -> putAll(out, TABLE_REMOVED, number);
        case LogAdded(long number) -> putAll(out, LOG_ADDED, number);
        case Flushed(long sequence, long minLog) -> putAll(out, FLUSHED, sequence, minLog);
        case NextFile(long number) -> putAll(out, NEXT_FILE, number);
        case TableKeyed(long number, byte[] wrapped) -> {
          putAll(out, TABLE_KEYED, number);
          putBytes(out, wrapped);
        }
        case FormatRaised(FormatVersion format) -> putAll(out, FORMAT_RAISED, format.number());
        case TimeMarked(long sequence, long timestamp) ->
            putAll(out, TIME_MARKED, sequence, timestamp);
        case HorizonMoved(long sequence) -> putAll(out, HORIZON_MOVED, sequence + 1);
      }
    }
  }

  private static void putOptions(ByteBuffer out, TreeOptions options) {
    switch (options.compaction()) {
      case TreeOptions.Leveled leveled -> putAll(out, LEVELED);
      case TreeOptions.TimeWindows(long windowMillis, long expiryMillis) ->
          putAll(out, TIME_WINDOWS, windowMillis, expiryMillis);
    }
  }

  private static TreeOptions options(ByteBuffer in) {
    int kind = Varint.getInt(in);
    return new TreeOptions(
        switch (kind) {
          case LEVELED -> new TreeOptions.Leveled();
          case TIME_WINDOWS -> new TreeOptions.TimeWindows(Varint.get(in), Varint.get(in));
          default -> throw new IllegalArgumentException("unknown way of compaction " + kind);
        });
  }

  private static void putTable(ByteBuffer out, SstableMeta table) {
    putAll(out, table.number(), table.tree(), table.bytes());
    putAll(out, table.entries(), table.tombstones());
    putAll(out, table.sequences().smallest(), table.sequences().largest());
    putBytes(out, table.smallest());
    putBytes(out, table.largest());
    if (!table.isPlain()) {
      SstableMeta origin = table.origin();
      int flags = (table.keys().openEnded() ? OPEN_ENDED : 0) | (origin == null ? 0 : HAS_ORIGIN);
      putAll(out, table.contents().keys(), table.contents().rangeDeletions(), flags);
      if (origin != null) {
        putAll(out, origin.isPlain() ? TABLE_ADDED : TABLE_ADDED_WITH_VERSIONS);
        putTable(out, origin);
      }
    }
  }

  private static void putAll(ByteBuffer out, long... numbers) {
    for (long number : numbers) {
      Varint.put(out, number);
    }
  }

  private static void putBytes(ByteBuffer out, byte[] bytes) {
    Varint.put(out, bytes.length);
    out.put(bytes);
  }

  /** Parses a whole payload; throws as {@link Varint} does. */
  public static VersionEdit parse(ByteBuffer in) {
    List<Change> changes = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = Varint.getInt(in);
      changes.add(
          switch (tag) {
            case TREE_ADDED ->
                new TreeAdded(
                    Varint.getInt(in), new String(Varint.getBytes(in), StandardCharsets.UTF_8));
            case TREE_OPTIONS_SET -> new TreeOptionsSet(Varint.getInt(in), options(in));
            case TABLE_ADDED, TABLE_ADDED_WITH_VERSIONS ->
                new TableAdded(Varint.getInt(in), table(tag, in));
            case TABLE_REMOVED -> new TableRemoved(Varint.get(in));
            case LOG_ADDED -> new LogAdded(Varint.get(in));
            case FLUSHED -> new Flushed(Varint.get(in), Varint.get(in));
            case NEXT_FILE -> new NextFile(Varint.get(in));
            case TABLE_KEYED -> new TableKeyed(Varint.get(in), Varint.getBytes(in));
            case FORMAT_RAISED -> new FormatRaised(FormatVersion.of(Varint.getInt(in)));
            case TIME_MARKED -> new TimeMarked(Varint.get(in), Varint.get(in));
            case HORIZON_MOVED -> new HorizonMoved(Varint.get(in) - 1);
            default -> throw new IllegalArgumentException("unknown change " + tag);
          });
    }
    return new VersionEdit(changes);
  }

  private static SstableMeta table(int tag, ByteBuffer in) {
    long number = Varint.get(in);
    int tree = Varint.getInt(in);
    long bytes = Varint.get(in);
    final long entries = Varint.get(in);
    final long tombstones = Varint.get(in);
    SstableMeta.SequenceRange sequences =
        new SstableMeta.SequenceRange(Varint.get(in), Varint.get(in));
    byte[] smallest = Varint.getBytes(in);
    byte[] largest = Varint.getBytes(in);
    if (tag == TABLE_ADDED) {
      SstableMeta.Contents plain = SstableMeta.Contents.plain(entries, tombstones, sequences);
      return SstableMeta.whole(number, tree, bytes, plain, KeyRange.closed(smallest, largest));
    }
    long keys = Varint.get(in);
    long rangeDeletions = Varint.get(in);
    int flags = Varint.getInt(in);
    boolean hasOrigin = (flags & HAS_ORIGIN) != 0;
    SstableMeta origin = hasOrigin ? origin(in) : null;
    return new SstableMeta(
        number,
        tree,
        bytes,
        new SstableMeta.Contents(entries, tombstones, keys, rangeDeletions, sequences),
        new KeyRange(smallest, largest, (flags & OPEN_ENDED) != 0),
        origin);
  }

  private static SstableMeta origin(ByteBuffer in) {
    SstableMeta origin = table(Varint.getInt(in), in);
    if (origin.origin() != null) {
      throw new IllegalArgumentException("a file is a part of a part");
    }
    return origin;
  }
}
