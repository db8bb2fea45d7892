package io.cairndb.reference.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.model.ReferenceModel;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

/**
 * The harness itself: it must find planted faults, and the report must be short. Here the subject
 * is a second model with a fault built in, so no server is needed.
 */
final class HarnessTest {
  @Test
  void findsNothingBetweenTwoModels() {
    Campaign.Report report = campaign(new Faulty(""), 5_000);
    assertEquals(List.of(), report.failures());
    assertTrue(report.requests() >= 5_000);
  }

  /** Everything that requests can say must be drawn often enough to meet everything else. */
  @Test
  void drawsEveryKindOfRequest() {
    Coverage coverage = new Coverage();
    for (long seed = 1; seed <= 133; seed++) {
      new SequenceGenerator(seed, Feature.all()).sequence(150).forEach(coverage::count);
    }
    List<String> rare = new ArrayList<>();
    try (Scanner lines = new Scanner(resource(), StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        String line = lines.nextLine();
        if (!line.isBlank() && !line.startsWith("#")) {
          int space = line.indexOf(' ');
          String what = line.substring(space + 1);
          if (coverage.of(what) < Integer.parseInt(line.substring(0, space))) {
            rare.add(what + ": " + coverage.of(what));
          }
        }
      }
    }
    assertEquals(List.of(), rare, coverage.toString());
  }

  private static InputStream resource() {
    return Objects.requireNonNull(HarnessTest.class.getResourceAsStream("/coverage.txt"));
  }

  @Test
  void sameSeedDrawsSameSequence() {
    assertEquals(
        new SequenceGenerator(5, Feature.all()).sequence(200).toString(),
        new SequenceGenerator(5, Feature.all()).sequence(200).toString());
  }

  @Test
  void findsAndShrinksLostDeletion() {
    Campaign.Report report = campaign(new Faulty("deletes nothing"), 5_000);
    assertEquals(1, report.failures().size());
    String text = report.failures().getFirst();
    assertTrue(text.lines().filter(line -> line.startsWith("first:")).count() <= 3, text);
  }

  @Test
  void findsWrongErrorText() {
    Campaign.Report report = campaign(new Faulty("words errors badly"), 5_000);
    assertEquals(1, report.failures().size());
  }

  @Test
  void findsWrongCapacity() {
    Campaign.Report report = campaign(new Faulty("forgets capacity"), 5_000);
    assertEquals(1, report.failures().size());
  }

  @Test
  void exceptionNeedsReason() {
    assertThrows(IllegalArgumentException.class, () -> ExceptionList.parse("server: x\ngot: y\n"));
  }

  private static Campaign.Report campaign(Subject subject, long requests) {
    SequenceRunner runner =
        new SequenceRunner(Subject::model, subject, ExceptionList.none(), Feature.all());
    long seed = Long.getLong("cairn.seed", 20_260_101);
    return new Campaign(runner, "seed ", 1).run(seed, requests, Duration.ofSeconds(30), 1);
  }

  /** A model with one fault. */
  private static final class Faulty implements Subject {
    private final ReferenceModel model = new ReferenceModel();
    private final String fault;

    Faulty(String fault) {
      this.fault = fault;
    }

    @Override
    public String name() {
      return "model";
    }

    @Override
    public Reply call(String operation, Map<String, Object> request) {
      if (fault.equals("deletes nothing")
          && operation.equals("DeleteItem")
          && !request.containsKey("ConditionExpression")) {
        Reply real =
            model.call(
                "GetItem",
                Json.object(
                    "TableName",
                    request.getOrDefault("TableName", ""),
                    "Key",
                    request.getOrDefault("Key", "")));
        return real.ok() ? new Reply(200, Json.object()) : real;
      }
      Reply reply = model.call(operation, request);
      Map<String, Object> body = Json.asObject(Json.copy(reply.body()));
      if (fault.equals("words errors badly") && !reply.ok()) {
        body.put("message", reply.errorMessage().replace("key", "ley"));
      }
      if (fault.equals("forgets capacity")) {
        body.remove("ConsumedCapacity");
      }
      return new Reply(reply.status(), body);
    }
  }
}
