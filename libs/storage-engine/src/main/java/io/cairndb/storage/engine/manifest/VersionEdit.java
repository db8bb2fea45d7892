package io.cairndb.storage.engine.manifest;

import io.cairndb.item.Varint;
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

  public VersionEdit {
    changes = List.copyOf(changes);
  }

  private static final int TREE_ADDED = 1;
  private static final int TABLE_ADDED = 2;
  private static final int TABLE_REMOVED = 3;
  private static final int LOG_ADDED = 4;
  private static final int FLUSHED = 5;
  private static final int NEXT_FILE = 6;

  int encodedBytesMax() {
    int total = 0;
    for (Change change : changes) {
      total +=
          switch (change) {
            case TreeAdded added -> 3 * Varint.MAX_LONG_BYTES + 4 * added.name().length();
            case TableAdded added ->
                11 * Varint.MAX_LONG_BYTES
                    + added.table().smallest().length
                    + added.table().largest().length;
            case TableRemoved removed -> 2 * Varint.MAX_LONG_BYTES;
            case LogAdded added -> 2 * Varint.MAX_LONG_BYTES;
            case Flushed flushed -> 3 * Varint.MAX_LONG_BYTES;
            case NextFile next -> 2 * Varint.MAX_LONG_BYTES;
          };
    }
    return total;
  }

  void writeTo(ByteBuffer out) {
    for (Change change : changes) {
      switch (change) {
        case TreeAdded(int id, String name) -> {
          putAll(out, TREE_ADDED, id);
          putBytes(out, name.getBytes(StandardCharsets.UTF_8));
        }
        case TableAdded(int level, SstableMeta table) -> {
          putAll(out, TABLE_ADDED, level, table.number(), table.tree(), table.bytes());
          putAll(out, table.entries(), table.tombstones());
          putAll(out, table.sequences().smallest(), table.sequences().largest());
          putBytes(out, table.smallest());
          putBytes(out, table.largest());
        }
        case TableRemoved(long number) -> putAll(out, TABLE_REMOVED, number);
        case LogAdded(long number) -> putAll(out, LOG_ADDED, number);
        case Flushed(long sequence, long minLog) -> putAll(out, FLUSHED, sequence, minLog);
        case NextFile(long number) -> putAll(out, NEXT_FILE, number);
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
  static VersionEdit parse(ByteBuffer in) {
    List<Change> changes = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = Varint.getInt(in);
      changes.add(
          switch (tag) {
            case TREE_ADDED ->
                new TreeAdded(Varint.getInt(in), new String(getBytes(in), StandardCharsets.UTF_8));
            case TABLE_ADDED -> tableAdded(in);
            case TABLE_REMOVED -> new TableRemoved(Varint.get(in));
            case LOG_ADDED -> new LogAdded(Varint.get(in));
            case FLUSHED -> new Flushed(Varint.get(in), Varint.get(in));
            case NEXT_FILE -> new NextFile(Varint.get(in));
            default -> throw new IllegalArgumentException("unknown change " + tag);
          });
    }
    return new VersionEdit(changes);
  }

  private static TableAdded tableAdded(ByteBuffer in) {
    int level = Varint.getInt(in);
    long number = Varint.get(in);
    int tree = Varint.getInt(in);
    long bytes = Varint.get(in);
    long entries = Varint.get(in);
    long tombstones = Varint.get(in);
    SstableMeta.SequenceRange sequences =
        new SstableMeta.SequenceRange(Varint.get(in), Varint.get(in));
    byte[] smallest = getBytes(in);
    byte[] largest = getBytes(in);
    return new TableAdded(
        level,
        new SstableMeta(number, tree, bytes, entries, tombstones, sequences, smallest, largest));
  }

  private static byte[] getBytes(ByteBuffer in) {
    int length = Varint.getInt(in);
    if (length > in.remaining()) {
      throw new IllegalArgumentException("length " + length + " beyond the end");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
