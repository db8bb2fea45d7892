package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Overwrites and deletes its own keys with ever higher versions. Every attribute of an item repeats
 * the version, so that a torn item shows. Confined to one thread at a time.
 */
final class VersionedClient implements Client {
  private static final int KEYS = 40;
  private static final int DELETED = 0;

  private final String name;
  private final Random random;
  private final Map<String, Integer> acknowledgedVersion = new HashMap<>();
  private final Map<String, Integer> uncertainVersion = new HashMap<>();
  private int version = DELETED;
  private long acknowledged;
  private long uncertain;

  VersionedClient(String name, long seed) {
    this.name = name;
    this.random = new Random(seed);
  }

  @Override
  public boolean step(Endpoint endpoint) {
    int number = random.nextInt(KEYS);
    int next = random.nextInt(10) == 0 ? DELETED : ++version;
    Map<String, Object> key =
        Json.object(
            "p", Json.object("S", name + "-" + number % 4), "s", Json.object("N", "" + number));
    Outcome outcome = send(endpoint, key, next);
    String id = Tables.baseKey(key);
    return switch (outcome) {
      case Outcome.Answered answered -> {
        if (answered.reply().ok()) {
          acknowledgedVersion.put(id, next);
          uncertainVersion.remove(id);
          acknowledged++;
        } else if (answered.reply().errorName().endsWith("Exception")) {
          throw new IllegalStateException("refused: " + key + " " + answered.reply());
        }
        yield true;
      }
      case Outcome.Unknown unknown -> {
        uncertainVersion.put(id, next);
        uncertain++;
        yield false;
      }
      case Outcome.NotSent notSent -> false;
    };
  }

  private Outcome send(Endpoint endpoint, Map<String, Object> key, int next) {
    if (next == DELETED) {
      return Outcome.of(
          endpoint, "DeleteItem", Json.object("TableName", Tables.VERSIONED, "Key", key));
    }
    Map<String, Object> fields = fields(next);
    if (random.nextBoolean()) {
      fields.putAll(key);
      return Outcome.of(
          endpoint, "PutItem", Json.object("TableName", Tables.VERSIONED, "Item", fields));
    }
    List<String> sets = new ArrayList<>();
    Map<String, Object> bound = Json.object();
    fields.forEach(
        (field, value) -> {
          sets.add(field + " = :" + field);
          bound.put(":" + field, value);
        });
    return Outcome.of(
        endpoint,
        "UpdateItem",
        Json.object(
            "TableName",
            Tables.VERSIONED,
            "Key",
            key,
            "UpdateExpression",
            "SET " + String.join(", ", sets),
            "ExpressionAttributeValues",
            bound));
  }

  /** The attributes of an item, each of which repeats its version. */
  static Map<String, Object> fields(int version) {
    return Json.object(
        "v", Json.object("N", "" + version),
        "g", Json.object("S", "g" + version % 5),
        "r", Json.object("N", "" + version),
        "fill", Json.object("S", (version + ".").repeat(20 + version % 150)),
        "doc", Json.object("M", Json.object("v", Json.object("N", "" + version))));
  }

  @Override
  public List<String> audit(Endpoint endpoint) throws IOException {
    Map<String, Map<String, Object>> items = Tables.scan(endpoint, Tables.VERSIONED, "");
    List<String> faults = new ArrayList<>();
    items.forEach(
        (key, item) -> {
          if (key.startsWith(name + "-")) {
            auditWhole(key, item, faults);
          }
        });
    for (int number = 0; number < KEYS; number++) {
      String key = name + "-" + number % 4 + "/" + number;
      Map<String, Object> item = items.getOrDefault(key, Map.of());
      int stored = item.isEmpty() ? DELETED : Integer.parseInt(Tables.scalar(item, "v"));
      int wanted = acknowledgedVersion.getOrDefault(key, DELETED);
      int possible = uncertainVersion.getOrDefault(key, wanted);
      if (stored != wanted && stored != possible) {
        faults.add(
            "%s holds version %d; acknowledged was %d, unknown %d"
                .formatted(key, stored, wanted, possible));
      }
      // What it is now it must stay: the next crash may not bring the other outcome back.
      acknowledgedVersion.put(key, stored);
      uncertainVersion.remove(key);
    }
    return faults;
  }

  private static void auditWhole(String key, Map<String, Object> item, List<String> faults) {
    Map<String, Object> expected = fields(Integer.parseInt(Tables.scalar(item, "v")));
    expected.put("p", item.getOrDefault("p", ""));
    expected.put("s", item.getOrDefault("s", ""));
    if (!expected.equals(item)) {
      faults.add("torn item " + key + ": " + Json.write(item));
    }
  }

  @Override
  public long acknowledged() {
    return acknowledged;
  }

  @Override
  public long uncertain() {
    return uncertain;
  }
}
