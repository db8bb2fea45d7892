package io.cairndb.cli.transfer;

import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Writes a table to a file of JSON lines; see the package for how it resumes. */
public final class Exporter {
  private static final long CHECKPOINT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int ATTEMPTS = 12;

  /**
   * What to export and how.
   *
   * @param segments how many scans run at once
   * @param pageLimit most items of one page; 0 leaves it to the server
   * @param estimate items the table is thought to hold, for the progress
   */
  public record Plan(String table, Path file, int segments, int pageLimit, long estimate) {}

  private final DynamoDb database;
  private final Plan plan;
  private final Path partial;
  private final CheckpointFile checkpoint;

  /** What follows is guarded by this object. */
  private final List<Obj> segments = new ArrayList<>();

  private long length;
  private long items;
  private long checkpointed = System.nanoTime();

  /** An export that has not begun. */
  public Exporter(DynamoDb database, Plan plan) {
    this.database = database;
    this.plan = plan;
    this.partial = plan.file().resolveSibling(plan.file().getFileName() + ".partial");
    this.checkpoint =
        new CheckpointFile(
            plan.file().resolveSibling(plan.file().getFileName() + ".export-checkpoint"));
  }

  /** Forgets what an earlier run left. */
  public void restart() throws IOException {
    checkpoint.delete();
    Files.deleteIfExists(partial);
  }

  /** Items an earlier run left for this one to add to; 0 for a fresh start. */
  public synchronized long load() throws CommandFailure, IOException {
    Optional<Obj> found = checkpoint.read();
    if (found.isPresent()) {
      Obj state = found.get();
      requireSame(state);
      segments.addAll(state.objects("segments"));
      length = state.number("length", 0);
      items = state.number("items", 0);
    } else {
      for (int i = 0; i < plan.segments(); i++) {
        segments.add(Obj.EMPTY);
      }
    }
    return items;
  }

  private void requireSame(Obj state) throws CommandFailure {
    if (!plan.table().equals(state.text("table"))
        || !database.endpoint().toString().equals(state.text("endpoint"))) {
      throw new CommandFailure(
          Outcome.REFUSED,
          "%s is of an export of %s from %s; --restart begins anew"
              .formatted(checkpoint.path(), state.text("table"), state.text("endpoint")));
    }
  }

  /** Runs to the end. {@link #load} must have been called. */
  public TransferResult run(Progress progress) throws Exception {
    boolean resumed = length > 0;
    if (!isFinished()) {
      try (FileChannel file =
              FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          Workers workers = new Workers(segments.size())) {
        requireLength(file);
        file.truncate(length);
        file.position(length);
        for (int i = 0; i < segments.size(); i++) {
          int segment = i;
          workers.submit(() -> scan(segment, file, workers, progress));
        }
        workers.awaitIdle();
        save(file);
      }
    }
    if (Files.exists(partial)) {
      Files.move(
          partial,
          plan.file(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    checkpoint.delete();
    return new TransferResult(items, length, resumed);
  }

  /** A kill between the last page and the removal of the checkpoint leaves only the renaming. */
  private synchronized boolean isFinished() {
    return segments.stream().allMatch(segment -> segment.get("done") != null);
  }

  private void requireLength(FileChannel file) throws CommandFailure, IOException {
    if (file.size() < length) {
      throw new CommandFailure(
          Outcome.FILE,
          "%s is shorter than its checkpoint says; --restart begins anew".formatted(partial));
    }
  }

  private boolean scan(int segment, FileChannel file, Workers workers, Progress progress)
      throws CallException, InterruptedException, IOException {
    Obj state = state(segment);
    while (state.get("done") == null && !workers.failed()) {
      Json.Builder request =
          Json.object()
              .put("TableName", plan.table())
              .put("Segment", segment)
              .put("TotalSegments", segments.size())
              .put("ExclusiveStartKey", state.get("after"));
      if (plan.pageLimit() > 0) {
        request.put("Limit", plan.pageLimit());
      }
      Obj page = database.callPatiently("Scan", request.build(), ATTEMPTS);
      Json after = page.get("LastEvaluatedKey");
      state =
          after == null
              ? Json.object().put("done", true).build()
              : Json.object().put("after", after).build();
      append(file, segment, page.objects("Items"), state);
      progress.show(items(), items(), plan.estimate());
    }
    return true;
  }

  private synchronized Obj state(int segment) {
    return segments.get(segment);
  }

  private synchronized long items() {
    return items;
  }

  private synchronized void append(FileChannel file, int segment, List<Obj> page, Obj state)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Obj item : page) {
      lines.append(JsonText.compact(Documents.fromItem(item))).append('\n');
    }
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    length += bytes.remaining();
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    items += page.size();
    segments.set(segment, state);
    if (System.nanoTime() - checkpointed >= CHECKPOINT_EVERY_NANOS) {
      save(file);
    }
  }

  /** First the lines, then what says that they are there. */
  private synchronized void save(FileChannel file) throws IOException {
    file.force(true);
    checkpoint.write(
        Json.object()
            .put("format", 1)
            .put("table", plan.table())
            .put("endpoint", database.endpoint().toString())
            .put("length", length)
            .put("items", items)
            .put("segments", segments)
            .build());
    checkpointed = System.nanoTime();
  }
}
