package io.cairndb.storage.engine.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.TreeOptions.TimeWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the scripts in {@code testdata}: one command a line, its outcome on the lines below,
 * indented. {@code -Drewrite} writes the outcomes that were found instead of comparing them; the
 * difference is then reviewed as a change.
 *
 * <pre>
 * options table=10 base=100 trigger=4 slowdown=8 tombstones=0.5
 * level 0 c-f#5 a-z b-b:50     sets a level's tables: keys, number, size; level 0 newest first
 *         a-c:10~7 a-c!8       with their newest sequence number, or tombstones among 10 entries
 *         a-c@70 a-c/40,60     written at 70, or with entries that expire from 40 to 60
 * damaged 3 4                  tables that have to stay
 * now 70                       the time
 * pinned 5                     somebody reads at that sequence number
 * windows 10 100               the tree is one of time windows, of that length and expiry
 * settled 20                   versions below are of no use
 * targets                      sizes of levels
 * pick                         what is most due
 * begin                        the same, and it is running from then on
 * finish                       what runs has its result, the oldest first
 * run                          begin and finish, until nothing is due
 * pending                      estimated bytes to compact
 * slices 3 a-f:5 c-g           the key space in parts of about one size, cut at first keys
 * cuts 10 a-f f-k / a c g:5    where tables of an output end: size, grandparents / its keys
 * </pre>
 */
class CompactionScriptTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/testdata");

  private CompactionOptions options = CompactionOptions.defaults();
  private ScriptedTree tree = new ScriptedTree();
  private final List<Pick> running = new ArrayList<>();
  private List<Long> damaged = List.of();
  private long settled = Long.MAX_VALUE;
  private long newestPin = -1;
  private long now;
  private @Nullable TimeWindows windows;

  @ParameterizedTest
  @ValueSource(
      strings = {"levels.txt", "level-zero.txt", "concurrent.txt", "tombstones.txt", "expiry.txt"})
  void script(String name) throws IOException {
    Path file = DIRECTORY.resolve(name);
    List<String> expected = Files.readAllLines(file);
    List<String> actual = new ArrayList<>();
    for (String line : expected) {
      if (line.startsWith("  ")) {
        continue;
      }
      actual.add(line);
      if (!line.isBlank() && !line.startsWith("#")) {
        run(line).forEach(outcome -> actual.add("  " + outcome));
      }
    }
    if (System.getProperty("rewrite") != null) {
      Files.write(file, actual);
    } else {
      assertEquals(String.join("\n", expected), String.join("\n", actual), name);
    }
  }

  private List<String> run(String line) {
    String[] words = line.split(" +");
    List<String> arguments = List.of(words).subList(1, words.length);
    return switch (words[0]) {
      case "options" -> {
        options = options(arguments);
        tree = new ScriptedTree();
        running.clear();
        damaged = List.of();
        settled = Long.MAX_VALUE;
        newestPin = -1;
        now = 0;
        windows = null;
        yield List.of();
      }
      case "now" -> {
        now = Long.parseLong(arguments.getFirst());
        yield List.of();
      }
      case "pinned" -> {
        newestPin = Long.parseLong(arguments.getFirst());
        yield List.of();
      }
      case "windows" -> {
        windows =
            new TimeWindows(
                Long.parseLong(arguments.getFirst()), Long.parseLong(arguments.getLast()));
        yield List.of();
      }
      case "level" -> {
        int level = Integer.parseInt(arguments.getFirst());
        tree.set(level, arguments.subList(1, arguments.size()));
        yield List.of();
      }
      case "damaged" -> {
        damaged = arguments.stream().map(Long::valueOf).toList();
        yield List.of();
      }
      case "settled" -> {
        settled = Long.parseLong(arguments.getFirst());
        yield List.of();
      }
      case "targets" -> targets();
      case "pick" -> List.of(find().map(CompactionScriptTest::show).orElse("nothing"));
      case "begin" -> List.of(begin());
      case "finish" -> {
        tree.apply(running.removeFirst());
        yield tree.show();
      }
      case "run" -> runAll();
      case "pending" ->
          List.of(String.valueOf(new LeveledPicker(options).pendingBytes(tree.shape())));
      case "slices" -> List.of(slices(arguments));
      case "cuts" -> List.of(cuts(arguments));
      default -> throw new IllegalArgumentException(line);
    };
  }

  private static CompactionOptions options(List<String> arguments) {
    CompactionOptions.Builder builder = CompactionOptions.builder();
    int trigger = 4;
    int slowdown = 8;
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      switch (argument.substring(0, argument.indexOf('='))) {
        case "table" -> builder.tableBytes(Long.parseLong(value));
        case "base" -> builder.levelBaseBytes(Long.parseLong(value));
        case "trigger" -> trigger = Integer.parseInt(value);
        case "slowdown" -> slowdown = Integer.parseInt(value);
        case "tombstones" -> builder.tombstoneShareMax(Double.parseDouble(value));
        default -> throw new IllegalArgumentException(argument);
      }
    }
    return builder.levelZero(trigger, slowdown, slowdown * 2).build();
  }

  private List<String> targets() {
    LevelTargets targets = LevelTargets.of(tree.shape(), options.levelBaseBytes());
    List<String> lines = new ArrayList<>();
    lines.add("base L" + targets.base());
    for (int level = 1; level < tree.shape().bottom(); level++) {
      if (targets.bytes()[level] > 0) {
        lines.add("L" + level + " " + targets.bytes()[level]);
      }
    }
    return lines;
  }

  private Optional<Pick> find() {
    Running beside = new Running(running, damaged);
    Moment moment = new Moment(settled, newestPin, now);
    TimeWindows expiring = windows;
    return expiring == null
        ? new LeveledPicker(options).pick(tree.shape(), beside, moment)
        : new WindowPicker(options.levelZeroTrigger(), 32 * options.tableBytes())
            .pick(tree.shape(), beside, expiring, moment);
  }

  private String begin() {
    Optional<Pick> found = find();
    found.ifPresent(running::add);
    return found.map(CompactionScriptTest::show).orElse("nothing");
  }

  private List<String> runAll() {
    List<String> lines = new ArrayList<>();
    Optional<Pick> found = find();
    while (found.isPresent() && lines.size() < 20) {
      lines.add(show(found.get()));
      tree.apply(found.get());
      found = find();
    }
    lines.addAll(tree.show());
    return lines;
  }

  private static String show(Pick pick) {
    StringBuilder text = new StringBuilder(pick.kind().name().toLowerCase(Locale.ROOT));
    for (int i = 0; i < pick.inputs().size(); i++) {
      if (!pick.inputs().get(i).isEmpty()) {
        String numbers =
            pick.inputs().get(i).stream()
                .map(table -> String.valueOf(table.number()))
                .collect(Collectors.joining(" "));
        text.append(" L").append(pick.firstLevel() + i).append('[').append(numbers).append(']');
      }
    }
    return "%s to L%d, score %.2f".formatted(text, pick.outputLevel(), pick.score());
  }

  private static String slices(List<String> arguments) {
    ScriptedTree tables = new ScriptedTree();
    tables.set(0, arguments.subList(1, arguments.size()));
    return KeySlice.cut(tables.shape().level(0), Integer.parseInt(arguments.getFirst())).stream()
        .map(slice -> text(slice.from()) + ".." + text(slice.to()))
        .collect(Collectors.joining(" "));
  }

  private static String text(byte @Nullable [] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  private static String cuts(List<String> arguments) {
    int slash = arguments.indexOf("/");
    ScriptedTree below = new ScriptedTree();
    below.set(6, arguments.subList(1, slash));
    OutputCutter cutter =
        new OutputCutter(Long.parseLong(arguments.getFirst()), below.shape().level(6));
    StringBuilder text = new StringBuilder();
    long bytes = 0;
    for (String entry : arguments.subList(slash + 1, arguments.size())) {
      int colon = entry.indexOf(':');
      byte[] key = ScriptedTree.key(colon < 0 ? entry : entry.substring(0, colon));
      if (cutter.cutsBefore(key, key.length, bytes)) {
        text.append("| ");
        bytes = 0;
      }
      bytes += colon < 0 ? 1 : Long.parseLong(entry.substring(colon + 1));
      text.append(entry).append(' ');
    }
    return text.toString().trim();
  }
}
