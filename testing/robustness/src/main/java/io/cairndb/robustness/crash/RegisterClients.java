package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import io.cairndb.robustness.history.RegisterHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Several clients reading, writing and conditionally writing the same few registers; the history of
 * each register must be linearizable, the crash included. Thread-safe.
 */
final class RegisterClients {
  private static final int REGISTERS = 3;
  private static final int HISTORY_LIMIT = 1_500;

  private final AtomicLong values = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong uncertain = new AtomicLong();
  private final List<RegisterHistory> histories = new ArrayList<>();
  private int round;

  RegisterClients() {
    newRound();
  }

  /** One of the clients. */
  Client client(long seed) {
    Random random = new Random(seed);
    return new Client() {
      @Override
      public boolean step(Endpoint endpoint) {
        return RegisterClients.this.step(endpoint, random);
      }

      @Override
      public List<String> audit(Endpoint endpoint) {
        return List.of(); // all registers are audited at once, by whoever owns this object
      }

      @Override
      public long acknowledged() {
        return 0;
      }

      @Override
      public long uncertain() {
        return 0;
      }
    };
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long uncertain() {
    return uncertain.get();
  }

  private synchronized void newRound() {
    round++;
    histories.clear();
    for (int i = 0; i < REGISTERS; i++) {
      histories.add(new RegisterHistory());
    }
  }

  private boolean step(Endpoint endpoint, Random random) {
    int register = random.nextInt(REGISTERS);
    RegisterHistory history;
    String key;
    synchronized (this) {
      history = histories.get(register);
      key = "r" + round + "-" + register;
      if (history.size() > HISTORY_LIMIT) {
        return true;
      }
    }
    Map<String, Object> at = Json.object("p", Json.object("S", key));
    return switch (random.nextInt(3)) {
      case 0 -> read(endpoint, at, history);
      case 1 -> write(endpoint, at, history);
      default -> compareAndSet(endpoint, at, history);
    };
  }

  private boolean read(Endpoint endpoint, Map<String, Object> key, RegisterHistory history) {
    long start = System.nanoTime();
    Outcome outcome =
        Outcome.of(
            endpoint,
            "GetItem",
            Json.object("TableName", Tables.REGISTERS, "Key", key, "ConsistentRead", true));
    long end = System.nanoTime();
    if (outcome instanceof Outcome.Answered(Reply reply) && reply.ok()) {
      Optional<String> seen =
          Json.member(reply.body(), "Item").map(item -> Tables.scalar(Json.asObject(item), "v"));
      synchronized (this) {
        history.read(start, end, seen);
      }
      acknowledged.incrementAndGet();
      return true;
    }
    return outcome instanceof Outcome.Answered;
  }

  private boolean write(Endpoint endpoint, Map<String, Object> key, RegisterHistory history) {
    boolean deletes = values.get() % 10 == 0;
    String value = "v" + values.incrementAndGet();
    Map<String, Object> item = Json.object("v", Json.object("S", value));
    item.putAll(key);
    long start = System.nanoTime();
    Outcome outcome =
        deletes
            ? Outcome.of(
                endpoint, "DeleteItem", Json.object("TableName", Tables.REGISTERS, "Key", key))
            : Outcome.of(
                endpoint, "PutItem", Json.object("TableName", Tables.REGISTERS, "Item", item));
    long end = System.nanoTime();
    Optional<String> written = deletes ? Optional.empty() : Optional.of(value);
    synchronized (this) {
      if (outcome instanceof Outcome.Answered(Reply reply) && reply.ok()) {
        history.write(start, end, written);
        acknowledged.incrementAndGet();
      } else if (outcome instanceof Outcome.Unknown) {
        history.uncertainWrite(start, written);
        uncertain.incrementAndGet();
      }
    }
    return outcome instanceof Outcome.Answered;
  }

  private boolean compareAndSet(
      Endpoint endpoint, Map<String, Object> key, RegisterHistory history) {
    Outcome read =
        Outcome.of(
            endpoint,
            "GetItem",
            Json.object("TableName", Tables.REGISTERS, "Key", key, "ConsistentRead", true));
    if (!(read instanceof Outcome.Answered(Reply current)) || !current.ok()) {
      return false;
    }
    Optional<String> expected =
        Json.member(current.body(), "Item").map(item -> Tables.scalar(Json.asObject(item), "v"));
    String value = "c" + values.incrementAndGet();
    Map<String, Object> item = Json.object("v", Json.object("S", value));
    item.putAll(key);
    Map<String, Object> request = Json.object("TableName", Tables.REGISTERS, "Item", item);
    request.put("ConditionExpression", expected.isEmpty() ? "attribute_not_exists(p)" : "v = :v");
    expected.ifPresent(
        old -> request.put("ExpressionAttributeValues", Json.object(":v", Json.object("S", old))));
    long start = System.nanoTime();
    Outcome outcome = Outcome.of(endpoint, "PutItem", request);
    long end = System.nanoTime();
    synchronized (this) {
      if (outcome instanceof Outcome.Answered(Reply reply)) {
        boolean failed = reply.errorName().equals("ConditionalCheckFailedException");
        if (reply.ok() || failed) {
          history.compareAndSet(start, end, expected, value, reply.ok());
          acknowledged.incrementAndGet();
        }
      } else if (outcome instanceof Outcome.Unknown) {
        history.uncertainCompareAndSet(start, expected, value);
        uncertain.incrementAndGet();
      }
    }
    return outcome instanceof Outcome.Answered;
  }

  /** After a restart: reads every register once more, decides, and begins with new registers. */
  List<String> audit(Endpoint endpoint) throws IOException {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < REGISTERS; i++) {
      String key = "r" + round + "-" + i;
      RegisterHistory history = histories.get(i);
      if (!read(endpoint, Json.object("p", Json.object("S", key)), history)) {
        throw new IOException("cannot read " + key);
      }
      history
          .violation(Optional.empty())
          .ifPresent(violation -> faults.add("register " + key + ": " + violation));
    }
    newRound();
    return faults;
  }
}
