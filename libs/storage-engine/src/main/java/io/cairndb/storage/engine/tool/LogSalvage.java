package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameScanner;
import io.cairndb.storage.engine.format.FrameScanner.Frame;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import io.cairndb.storage.engine.wal.LogReplay;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what log segments hold into tables of level 0, up to the first frame that is missing; on
 * demand also what is intact behind it. Keeps about as much in memory as a memtable holds.
 */
final class LogSalvage {
  private final TableOutput.Place place;
  private final Consumer<Finding> findings;
  private final long flushedSequence;
  private final boolean beyondDamage;
  private final FormatVersion format;
  private final SalvagedTrees options;
  private final TreeMap<Integer, Contents> trees = new TreeMap<>();
  private final List<SstableMeta> written = new ArrayList<>();
  private long bytes;
  private long lastSequence;
  private boolean broken;
  private long lostWrites;

  /** Where something cannot be read that may have been writes; null when what follows tells. */
  private @Nullable Finding doubt;

  /** The same at the end of the last segment read, where it matters only if another one follows. */
  private @Nullable Finding tail;

  /**
   * A salvage of what follows {@code lastSequence}.
   *
   * @param options of trees, as far as they are known
   * @param lastSequence the write before the first one wanted; negative for all there are
   * @param flushedSequence writes up to it are in tables, so that none of them is missed
   * @param beyondDamage whether writes are taken whose predecessors are lost
   */
  LogSalvage(
      TableOutput.Place place,
      FormatVersion format,
      SalvagedTrees options,
      long lastSequence,
      long flushedSequence,
      boolean beyondDamage,
      Consumer<Finding> findings) {
    this.place = place;
    this.format = format;
    this.options = options;
    this.lastSequence = lastSequence;
    this.flushedSequence = flushedSequence;
    this.beyondDamage = beyondDamage;
    this.findings = findings;
  }

  /** Takes what the segment holds; to be called in the order of segments. */
  void read(long number) throws IOException {
    Path path = FileNames.log(place.directory(), number);
    doubt = doubt == null ? tail : doubt;
    tail = null;
    if (!place.files().exists(path)) {
      doubt(path, 0, "the segment is missing");
      return;
    }
    FrameScanner.Scan scan;
    try {
      scan = FrameScanner.scan(place.files(), path, FileKind.LOG, number, place.ciphers());
    } catch (CorruptionException e) {
      doubt(path, e.offset(), e.detail());
      return;
    }
    if (lastSequence < 0) {
      begin(scan);
    }
    Skipped skipped = new Skipped(path);
    long end = FileHeader.BYTES;
    for (Frame frame : scan.frames()) {
      if (frame.afterDamage()) {
        doubt(path, end, "a frame cannot be read");
      }
      end = frame.end();
      settleDoubt(frame);
      boolean old = frame.isClose() || frame.isKey() || frame.sequence() <= lastSequence;
      if (!old && takes(path, frame)) {
        apply(path, scan.header().version(), frame);
      } else if (!old) {
        skipped.add(frame);
      }
    }
    skipped.tell();
    if (scan.endsSealed()) {
      doubt(path, end, "frames cannot be opened without the key of the segment");
    }
    if (end < scan.fileBytes() && !scan.header().mayHaveRemains()) {
      tail = Finding.lost(path, end, "the end of the segment cannot be read");
    }
  }

  private void doubt(Path path, long offset, String reason) {
    if (doubt == null) {
      doubt = Finding.lost(path, offset, reason);
    }
  }

  /** A write that follows the last one known shows that nothing was between them. */
  private void settleDoubt(Frame frame) {
    boolean write = !frame.isClose() && !frame.isKey();
    if (write && lastSequence >= 0 && frame.sequence() <= lastSequence + 1) {
      doubt = null;
    }
  }

  /** Takes the first write there is for the first there was. */
  private void begin(FrameScanner.Scan scan) {
    Finding before = doubt;
    if (before != null) {
      broken = true;
      String detail = "all writes, if it had such: " + before.detail();
      findings.accept(Finding.lost(before.file(), before.offset(), detail));
      doubt = null;
    }
    for (Frame frame : scan.frames()) {
      broken |= frame.afterDamage();
      if (!frame.isKey() && !frame.isClose()) {
        lastSequence = frame.sequence() - 1;
        return;
      }
    }
  }

  /** Whether the frame may be believed to follow what was taken. */
  private boolean takes(Path path, Frame frame) {
    // What lies before is in tables, whatever the segments before it look like: a power cut may
    // bring flushed ones back, even half on their way to become others.
    boolean afterTables = frame.sequence() <= flushedSequence + 1;
    broken &= !afterTables;
    boolean follows = afterTables || frame.sequence() == lastSequence + 1;
    if (!follows && (!broken || beyondDamage)) {
      broken = true;
      doubt = null;
      lost(path, frame.offset(), lastSequence + 1, frame.sequence() - 1);
    }
    return !broken || beyondDamage;
  }

  private void lost(Path path, long offset, long first, long last) {
    lostWrites += last - first + 1;
    findings.accept(Finding.lost(path, offset, "writes " + first + " to " + last));
  }

  private void apply(Path path, FormatVersion written, Frame frame) throws IOException {
    try {
      LogReplay.decode(frame.payload(), written, frame.sequence(), new Batch());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      String detail = "write " + frame.sequence() + ", which cannot be decoded: " + e;
      findings.accept(Finding.lost(path, frame.offset(), detail));
      lostWrites++;
    }
    lastSequence = Math.max(lastSequence, frame.sequence());
    if (bytes >= place.options().memory().memtableBytes()) {
      writeOut();
    }
  }

  /** The newest version of each key of one tree, and what was deleted as a range. */
  private static final class Contents {
    final TreeMap<byte[], Entry> entries = new TreeMap<>(Arrays::compareUnsigned);
    RangeDeletions ranges = RangeDeletions.NONE;
  }

  private final class Batch implements LogReplay.Sink {
    @Override
    public void operation(int tree, byte[] key, byte @Nullable [] value, long sequence) {
      contents(tree).entries.put(key, new Entry(key, sequence, value));
      bytes += key.length + (value == null ? 0 : value.length);
    }

    @Override
    public void deleteRange(int tree, byte[] from, byte[] end, long sequence) {
      Contents contents = contents(tree);
      contents.entries.subMap(from, end).values().removeIf(it -> it.sequence() < sequence);
      contents.ranges = contents.ranges.with(from, end, sequence);
      bytes += from.length + end.length;
    }

    @Override
    public void batchEnd(long sequence, long timestamp) {}
  }

  private Contents contents(int tree) {
    return trees.computeIfAbsent(tree, id -> new Contents());
  }

  private void writeOut() throws IOException {
    for (var tree : trees.entrySet()) {
      Contents contents = tree.getValue();
      try (TableOutput output = new TableOutput(place, format, tree.getKey(), contents.ranges)) {
        output.setHints(options.unknown(tree.getKey()));
        for (Entry entry : contents.entries.values()) {
          output.add(entry);
        }
        written.addAll(output.finish());
      }
    }
    trees.clear();
    bytes = 0;
  }

  /** The tables, in the order of their sequence numbers. */
  List<SstableMeta> finish() throws IOException {
    writeOut();
    Finding unsettled = doubt;
    if (unsettled != null) {
      String detail = "any writes from %d on, if there were such: %s";
      findings.accept(
          Finding.lost(
              unsettled.file(),
              unsettled.offset(),
              detail.formatted(Math.max(0, lastSequence) + 1, unsettled.detail())));
    }
    return List.copyOf(written);
  }

  /** How many writes are known to be gone, or were left out. */
  long lostWrites() {
    return lostWrites;
  }

  /** The newest write taken or known to be in tables; negative when there is none. */
  long lastSequence() {
    return lastSequence;
  }

  /** Frames that are intact and yet not taken. */
  private final class Skipped {
    private final Path path;
    private int frames;
    private long first;
    private long offset;
    private long last;

    Skipped(Path path) {
      this.path = path;
    }

    void add(Frame frame) {
      if (frames++ == 0) {
        first = frame.sequence();
        offset = frame.offset();
      }
      last = frame.sequence();
    }

    void tell() {
      if (frames > 0) {
        lostWrites += last - first + 1;
        findings.accept(
            Finding.lost(
                path,
                offset,
                ("left out writes %d to %d, %d of them intact: what came before them is lost; a"
                        + " repair beyond damage of the directory as it was takes them")
                    .formatted(first, last, frames)));
      }
    }
  }
}
