package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Runs sequences against two subjects at once, each time in new tables. */
public final class SequenceRunner {
  private static final int PAGES_LIMIT = 300;
  private static final int INDEX_RETRIES = 60;
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Supplier<Subject> expected;
  private final Subject actual;
  private final ExceptionList exceptions;
  private final String instance = Long.toString(System.nanoTime(), 36);
  private long requests;

  /** Compares {@code actual} with what the supplier makes anew for every sequence. */
  public SequenceRunner(Supplier<Subject> expected, Subject actual, ExceptionList exceptions) {
    this.expected = expected;
    this.actual = actual;
    this.exceptions = exceptions;
  }

  /** How many requests the subject has answered. */
  public long requests() {
    return requests;
  }

  /** Runs the sequence up to the first difference that is not a reviewed exception. */
  public Optional<Difference> run(List<Call> calls) {
    String run = instance + "-" + RUNS.incrementAndGet();
    Subject reference = expected.get();
    List<String> names = new ArrayList<>();
    try {
      for (Map<String, Object> table : SequenceGenerator.tables()) {
        names.add(create(reference, table, run));
        create(actual, table, run);
      }
      return compare(calls, reference, run);
    } catch (IOException failed) {
      throw new UncheckedIOException(actual.name() + " stopped answering", failed);
    } finally {
      names.forEach(name -> drop(reference, name));
      names.forEach(name -> drop(actual, name));
    }
  }

  private Optional<Difference> compare(List<Call> calls, Subject reference, String run)
      throws IOException {
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      Answer wanted = ask(reference, call, run);
      Answer got = ask(actual, call, run);
      requests++;
      for (int retry = 0; retry < INDEX_RETRIES && call.readsIndex(); retry++) {
        if (wanted.allows(got)) {
          break;
        }
        LockSupport.parkNanos(Duration.ofMillis(retry).toNanos());
        got = ask(actual, call, run);
      }
      if (!wanted.allows(got)) {
        Difference difference = new Difference(i, call, wanted, got);
        Optional<ExceptionList.Rule> rule = exceptions.excuse(actual.name(), difference);
        if (rule.isEmpty()) {
          return Optional.of(difference);
        }
        if (rule.get().diverges()) {
          return Optional.empty();
        }
      } else if (exceptions.divergesUnseen(actual.name(), call)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Answer ask(Subject subject, Call call, String run) throws IOException {
    Map<String, Object> request = named(call.request(), run);
    Reply reply =
        request.containsKey("Limit")
            ? allPages(subject, call, request)
            : subject.call(call.operation(), request);
    String text = Json.write(reply.body()).replace(run, Call.RUN);
    return Answer.of(call, new Reply(reply.status(), Json.parseObject(text)));
  }

  private static Map<String, Object> named(Map<String, Object> request, String run) {
    return Json.parseObject(Json.write(request).replace(Call.RUN, run));
  }

  /**
   * Follows the pages to the end. Where the order of items is fixed the reply keeps every page's
   * last key; where it is not, only the sum of the pages can be compared.
   */
  private static Reply allPages(Subject subject, Call call, Map<String, Object> request)
      throws IOException {
    Map<String, Object> following = Json.asObject(Json.copy(request));
    List<Object> items = new ArrayList<>();
    List<Object> lastKeys = new ArrayList<>();
    BigDecimal count = BigDecimal.ZERO;
    BigDecimal scanned = BigDecimal.ZERO;
    for (int page = 0; page < PAGES_LIMIT; page++) {
      Reply reply = subject.call(call.operation(), following);
      if (!reply.ok()) {
        return reply;
      }
      Map<String, Object> body = reply.body();
      items.addAll(Json.asList(body.getOrDefault("Items", List.of())));
      count = count.add((BigDecimal) body.getOrDefault("Count", BigDecimal.ZERO));
      scanned = scanned.add((BigDecimal) body.getOrDefault("ScannedCount", BigDecimal.ZERO));
      Optional<Object> lastKey = Json.member(body, "LastEvaluatedKey");
      if (lastKey.isEmpty()) {
        break;
      }
      lastKeys.add(lastKey.get());
      following.put("ExclusiveStartKey", lastKey.get());
    }
    Map<String, Object> sum = Json.object("Items", items, "Count", count, "ScannedCount", scanned);
    if (call.unordered()) {
      sum.put("Pages", BigDecimal.valueOf(lastKeys.size() + 1));
    } else {
      sum.put("LastKeys", lastKeys);
    }
    return new Reply(200, sum);
  }

  private static String create(Subject subject, Map<String, Object> table, String run)
      throws IOException {
    Map<String, Object> request = named(table, run);
    String name = String.valueOf(request.get("TableName"));
    Reply reply = subject.call("CreateTable", request);
    if (!reply.ok()) {
      throw new IOException(subject.name() + " cannot create a table: " + reply);
    }
    if (!subject.name().equals("model")) {
      awaitActive(subject, name);
    }
    return name;
  }

  private static void awaitActive(Subject subject, String name) throws IOException {
    for (int i = 0; i < 400; i++) {
      Reply reply = subject.call("DescribeTable", Json.object("TableName", name));
      if (Json.write(reply.body()).contains("\"TableStatus\":\"ACTIVE\"")) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    throw new IOException(subject.name() + ": table " + name + " does not become active");
  }

  private static void drop(Subject subject, String name) {
    try {
      subject.call("DeleteTable", Json.object("TableName", name));
    } catch (IOException alreadyGone) {
      // Whatever the matter is, comparing has said so already; a leftover table harms nobody.
      System.err.println("cannot delete " + name + " of " + subject.name() + ": " + alreadyGone);
    }
  }
}
