package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * Puts an item under a new key each time, and reads back those acknowledged: however many puts have
 * an unknown outcome, the others are not in doubt. Confined to one thread at a time.
 */
final class AppendingClient implements Client {
  private final String name;
  private final Random random;
  private final List<Integer> acknowledged = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private int sent;
  private long uncertain;

  AppendingClient(String name, long seed) {
    this.name = name;
    this.random = new Random(seed);
  }

  @Override
  public boolean step(Endpoint endpoint) {
    return (acknowledged.isEmpty() || random.nextInt(3) > 0) ? put(endpoint) : get(endpoint);
  }

  private Map<String, Object> key(int number) {
    return Json.object(
        "p", Json.object("S", name + "-" + number), "s", Json.object("N", "" + number));
  }

  private Map<String, Object> item(int number) {
    Map<String, Object> item = VersionedClient.fields(number);
    item.putAll(key(number));
    return item;
  }

  private boolean put(Endpoint endpoint) {
    int number = sent++;
    Outcome outcome =
        Outcome.of(
            endpoint, "PutItem", Json.object("TableName", Tables.VERSIONED, "Item", item(number)));
    if (outcome instanceof Outcome.Answered(Reply reply)) {
      if (reply.ok()) {
        acknowledged.add(number);
      }
      return reply.ok();
    }
    uncertain++;
    return false;
  }

  private boolean get(Endpoint endpoint) {
    int number = acknowledged.get(random.nextInt(acknowledged.size()));
    Outcome outcome =
        Outcome.of(
            endpoint,
            "GetItem",
            Json.object("TableName", Tables.VERSIONED, "Key", key(number), "ConsistentRead", true));
    if (!(outcome instanceof Outcome.Answered(Reply reply)) || !reply.ok()) {
      return false;
    }
    Optional<Object> found = Json.member(reply.body(), "Item");
    if (!found.equals(Optional.of(item(number)))) {
      faults.add(name + "-" + number + " was acknowledged and is read as " + found);
    }
    return true;
  }

  @Override
  public List<String> audit(Endpoint endpoint) throws IOException {
    List<String> found = new ArrayList<>(faults);
    TreeSet<Integer> lost = new TreeSet<>(acknowledged);
    Tables.scan(endpoint, Tables.VERSIONED, "")
        .forEach(
            (key, item) -> {
              if (key.startsWith(name + "-")) {
                int number = Integer.parseInt(Tables.scalar(item, "s"));
                lost.remove(number);
                if (number >= sent || !item.equals(item(number))) {
                  found.add("nobody put " + key + ": " + Json.write(item));
                }
              }
            });
    lost.forEach(number -> found.add(name + "-" + number + " was acknowledged and is lost"));
    return found;
  }

  @Override
  public long acknowledged() {
    return acknowledged.size();
  }

  @Override
  public long uncertain() {
    return uncertain;
  }
}
