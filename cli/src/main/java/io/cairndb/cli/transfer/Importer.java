package io.cairndb.cli.transfer;

import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.client.ServiceException;
import io.cairndb.cli.document.DocumentException;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.Progress;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts the JSON lines of a file into a table; see the package for how it resumes. */
public final class Importer {
  private static final long CHECKPOINT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int ATTEMPTS = 12;

  /**
   * What to import and how.
   *
   * @param file null for standard input, which cannot be resumed
   * @param keys the names of the table's key attributes
   * @param concurrency batches under way at once
   */
  public record Plan(String table, @Nullable Path file, List<String> keys, int concurrency) {
    /** Copies the names. */
    public Plan {
      keys = List.copyOf(keys);
    }
  }

  private final DynamoDb database;
  private final Plan plan;
  private final @Nullable CheckpointFile checkpoint;
  private Acknowledged done = new Acknowledged(0, 0, 0);
  private long size;
  private long checkpointed = System.nanoTime();

  /** An import that has not begun. */
  public Importer(DynamoDb database, Plan plan) {
    this.database = database;
    this.plan = plan;
    Path file = plan.file();
    this.checkpoint =
        file == null
            ? null
            : new CheckpointFile(file.resolveSibling(file.getFileName() + ".import-checkpoint"));
  }

  /** Forgets what an earlier run left. */
  public void restart() throws IOException {
    if (checkpoint != null) {
      checkpoint.delete();
    }
  }

  /** Items an earlier run has put; 0 for a fresh start. */
  public long load() throws CommandFailure, IOException {
    Path file = plan.file();
    if (file == null || checkpoint == null) {
      return 0;
    }
    size = Files.size(file);
    Optional<Obj> found = checkpoint.read();
    if (found.isPresent()) {
      Obj state = found.get();
      requireSame(state, file, checkpoint.path());
      done =
          new Acknowledged(
              state.number("offset", 0), state.number("line", 0), state.number("items", 0));
    }
    return done.items();
  }

  private void requireSame(Obj state, Path file, Path path) throws CommandFailure, IOException {
    if (!plan.table().equals(state.text("table"))
        || !database.endpoint().toString().equals(state.text("endpoint"))) {
      throw new CommandFailure(
          Outcome.REFUSED,
          "%s is of an import into %s at %s; --restart begins anew"
              .formatted(path, state.text("table"), state.text("endpoint")));
    }
    if (state.number("size", -1) != size
        || state.number("modified", -1) != Files.getLastModifiedTime(file).toMillis()) {
      throw new CommandFailure(
          Outcome.REFUSED,
          file + " has changed since its import began; --restart puts it from the beginning");
    }
  }

  /** Runs to the end. {@link #load} must have been called. */
  public TransferResult run(InputStream standardInput, Progress progress) throws Exception {
    long start = done.offset();
    try (LineReader lines = open(standardInput, start)) {
      try (Workers workers = new Workers(plan.concurrency())) {
        try {
          read(lines, workers, progress);
        } finally {
          settle(workers);
        }
      }
      restart();
      return new TransferResult(done.items(), lines.offset(), start > 0);
    }
  }

  /** What was acknowledged before a failure is kept for the next run. */
  private void settle(Workers workers) throws Exception {
    try {
      workers.awaitIdle();
    } finally {
      save();
    }
  }

  private LineReader open(InputStream standardInput, long offset) throws IOException {
    Path file = plan.file();
    if (file == null) {
      return new LineReader(standardInput, 0, 0);
    }
    FileInputStream in = new FileInputStream(file.toFile());
    in.getChannel().position(offset);
    return new LineReader(in, offset, done.line());
  }

  private void read(LineReader lines, Workers workers, Progress progress) throws Exception {
    Batch batch = new Batch();
    String line;
    while ((line = lines.next()) != null) {
      if (line.isBlank()) {
        continue;
      }
      Obj item = item(line, lines.number());
      String key = key(item, lines.number());
      if (batch.isFull() || batch.keys().contains(key)) {
        send(batch, workers, progress);
        batch = new Batch();
      }
      if (done.isUnderWay(key)) {
        send(batch, workers, progress);
        batch = new Batch();
        workers.awaitIdle();
      }
      batch.add(item, key, line.length(), lines);
    }
    batch.reaches(lines);
    send(batch, workers, progress);
  }

  private Obj item(String line, long number) throws CommandFailure {
    try {
      return Documents.toItem(JsonParser.parseObject(line));
    } catch (JsonException | DocumentException wrong) {
      throw new CommandFailure(Outcome.FILE, "line " + number + ": " + wrong.getMessage(), wrong);
    }
  }

  private String key(Obj item, long number) throws CommandFailure {
    StringBuilder key = new StringBuilder();
    for (String name : plan.keys()) {
      Json value = item.get(name);
      if (value == null) {
        throw new CommandFailure(
            Outcome.FILE, "line %d has no \"%s\", a key of the table".formatted(number, name));
      }
      key.append(JsonText.compact(value)).append('\n');
    }
    return key.toString();
  }

  private void send(Batch batch, Workers workers, Progress progress) throws Exception {
    if (batch.isEmpty()) {
      return;
    }
    done.begin(batch);
    workers.submit(
        () -> {
          put(batch);
          done.end(batch);
          progress.show(done.items(), done.offset(), size);
          return batch;
        });
    if (System.nanoTime() - checkpointed >= CHECKPOINT_EVERY_NANOS) {
      save();
    }
  }

  private void put(Batch batch) throws CallException, InterruptedException, CommandFailure {
    List<Obj> left = batch.writes();
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      Json.Builder tables = Json.object().put(plan.table(), left);
      Obj request = Json.object().put("RequestItems", tables.build()).build();
      try {
        Obj answer = database.callPatiently("BatchWriteItem", request, ATTEMPTS);
        List<Obj> unprocessed = answer.object("UnprocessedItems").objects(plan.table());
        attempt = unprocessed.size() < left.size() ? 1 : attempt;
        left = unprocessed;
      } catch (ServiceException refused) {
        throw new ServiceException(
            refused.type(),
            "up to line %d: %s".formatted(batch.endLine(), refused.getMessage()),
            refused.passing() ? 503 : 400);
      }
      if (!left.isEmpty()) {
        if (attempt >= ATTEMPTS) {
          throw new CommandFailure(
              Outcome.INCOMPLETE, "the server keeps turning items away; run again to go on");
        }
        DynamoDb.pause(attempt);
      }
    }
  }

  /** For the reading thread only. */
  private void save() throws IOException {
    Path file = plan.file();
    if (file == null || checkpoint == null) {
      return;
    }
    checkpoint.write(
        Json.object()
            .put("format", 1)
            .put("table", plan.table())
            .put("endpoint", database.endpoint().toString())
            .put("size", size)
            .put("modified", Files.getLastModifiedTime(file).toMillis())
            .put("offset", done.offset())
            .put("line", done.line())
            .put("items", done.items())
            .build());
    checkpointed = System.nanoTime();
  }
}
