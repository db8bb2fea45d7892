package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.SstableMeta.Contents;
import io.cairndb.storage.engine.sstable.SstableMeta.SequenceRange;
import io.cairndb.storage.engine.sstable.TableHints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tables of a tree as scripts write them, and what becomes of them: nothing is ever obsolete. */
final class ScriptedTree {
  private static final int ENTRIES = 10;
  private static final long DEFAULT_BYTES = 10;
  private static final Pattern TABLE =
      Pattern.compile(
          "(\\w+)-(\\w+)(?:#(\\d+))?(?::(\\d+))?(?:~(\\d+))?(?:!(\\d+))?"
              + "(?:@(\\d+))?(?:/(\\d+),(\\d+))?");

  private final List<List<SstableMeta>> levels = new ArrayList<>();
  private final Map<Long, TableHints> hints = new HashMap<>();
  private long nextNumber = 1;

  ScriptedTree() {
    for (int i = 0; i < Catalog.LEVELS; i++) {
      levels.add(List.of());
    }
  }

  static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  void set(int level, List<String> tables) {
    levels.set(level, tables.stream().map(this::parse).toList());
  }

  private SstableMeta parse(String text) {
    Matcher matcher = TABLE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a table: " + text);
    }
    long number = number(matcher.group(3), nextNumber);
    nextNumber = Math.max(nextNumber, number + 1);
    long sequence = number(matcher.group(5), 1);
    long tombstones = number(matcher.group(6), 0);
    hints.put(
        number,
        new TableHints(
            number(matcher.group(8), CompactionFilter.NEVER),
            number(matcher.group(9), CompactionFilter.NEVER),
            number(matcher.group(7), TableHints.UNKNOWN)));
    return SstableMeta.whole(
        number,
        0,
        number(matcher.group(4), DEFAULT_BYTES),
        Contents.plain(ENTRIES, tombstones, new SequenceRange(sequence, sequence)),
        KeyRange.closed(key(matcher.group(1)), key(matcher.group(2))));
  }

  private static long number(String text, long otherwise) {
    return text == null ? otherwise : Long.parseLong(text);
  }

  TreeShape shape() {
    return new TreeShape(0, levels, hints, Long.MAX_VALUE);
  }

  /** Merged tables become one, as large as they were together. */
  void apply(Pick pick) {
    List<SstableMeta> inputs = pick.tables();
    for (int level = 0; level < levels.size(); level++) {
      levels.set(
          level, levels.get(level).stream().filter(table -> !inputs.contains(table)).toList());
    }
    List<SstableMeta> target = new ArrayList<>(levels.get(pick.outputLevel()));
    switch (pick.kind()) {
      case MOVE -> target.addAll(inputs);
      case MERGE -> target.add(merged(pick, inputs));
      case DROP -> {}
    }
    target.sort(
        pick.outputLevel() == 0
            ? Comparator.comparingLong((SstableMeta table) -> table.sequences().largest())
                .thenComparingLong(SstableMeta::number)
                .reversed()
            : Comparator.comparing(table -> new String(table.smallest(), StandardCharsets.UTF_8)));
    levels.set(pick.outputLevel(), target);
  }

  private SstableMeta merged(Pick pick, List<SstableMeta> inputs) {
    KeyRange range = TreeShape.span(inputs);
    long tombstones =
        shape().reachesBelow(pick.outputLevel(), range)
            ? inputs.stream().mapToLong(SstableMeta::tombstones).sum()
            : 0;
    SequenceRange sequences =
        new SequenceRange(
            inputs.stream().mapToLong(table -> table.sequences().smallest()).min().orElse(0),
            inputs.stream().mapToLong(table -> table.sequences().largest()).max().orElse(0));
    long entries = (long) ENTRIES * inputs.size();
    long written =
        inputs.stream().mapToLong(table -> shape().hints(table).written()).max().orElse(0);
    hints.put(nextNumber, new TableHints(CompactionFilter.NEVER, CompactionFilter.NEVER, written));
    return SstableMeta.whole(
        nextNumber++,
        0,
        TreeShape.bytes(inputs),
        Contents.plain(entries, tombstones, sequences),
        range);
  }

  List<String> show() {
    List<String> lines = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      if (!levels.get(level).isEmpty()) {
        lines.add(
            "L"
                + level
                + ": "
                + levels.get(level).stream()
                    .map(ScriptedTree::show)
                    .collect(Collectors.joining(" ")));
      }
    }
    return lines;
  }

  private static String show(SstableMeta table) {
    return new String(table.smallest(), StandardCharsets.UTF_8)
        + "-"
        + new String(table.largest(), StandardCharsets.UTF_8)
        + "#"
        + table.number()
        + ":"
        + table.bytes();
  }
}
