package io.cairndb.robustness.crash;

import io.cairndb.reference.process.Wiring;
import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import io.cairndb.robustness.history.BankHistory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves money in transactions of two conditional updates and a receipt, and reads all accounts in
 * transactions. Each client has a bank of its own. Confined to one thread at a time.
 */
final class BankClient implements Client {
  private static final int ACCOUNTS = 5;
  private static final long BALANCE = 1_000;

  /**
   * One process settles what a kill left behind before it serves. Of the services one goes on while
   * another is dead: what it could not tell the dead one is settled by whoever finds it. Until then
   * transactions are refused the accounts, and scans, which are not isolated, see a part.
   */
  private static final Duration SETTLED_WITHIN =
      Duration.ofSeconds(Wiring.underTest().share(0, 10));

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String name;
  private final Random random;
  private final BankHistory history = new BankHistory(ACCOUNTS * BALANCE);
  private final Map<String, Long> opening = new LinkedHashMap<>();
  private int transfers;
  private long acknowledged;
  private long uncertain;

  BankClient(String name, long seed) {
    this.name = name;
    this.random = new Random(seed);
    for (int i = 0; i < ACCOUNTS; i++) {
      opening.put(name + "-" + i, BALANCE);
    }
  }

  void open(Endpoint endpoint) throws IOException {
    for (Map.Entry<String, Long> account : opening.entrySet()) {
      Map<String, Object> item =
          Json.object(
              "p", Json.object("S", account.getKey()),
              "balance", Json.object("N", account.getValue().toString()));
      Reply reply = endpoint.call("PutItem", Json.object("TableName", Tables.BANK, "Item", item));
      if (!reply.ok()) {
        throw new IOException("cannot open an account: " + reply);
      }
    }
  }

  @Override
  public boolean step(Endpoint endpoint) {
    return random.nextInt(4) == 0 ? readAll(endpoint) : transfer(endpoint);
  }

  private boolean readAll(Endpoint endpoint) {
    Outcome outcome = read(endpoint);
    if (!(outcome instanceof Outcome.Answered(Reply reply))) {
      return false;
    }
    if (reply.ok()) {
      sawTotal(reply);
      acknowledged++;
    }
    return true;
  }

  /** Reads all accounts in one transaction. */
  private Outcome read(Endpoint endpoint) {
    List<Object> gets = new ArrayList<>();
    for (String account : opening.keySet()) {
      gets.add(
          Json.object(
              "Get",
              Json.object(
                  "TableName", Tables.BANK, "Key", Json.object("p", Json.object("S", account)))));
    }
    return Outcome.of(endpoint, "TransactGetItems", Json.object("TransactItems", gets));
  }

  private void sawTotal(Reply reply) {
    long sum = 0;
    for (Object one : Json.asList(reply.body().getOrDefault("Responses", List.of()))) {
      Map<String, Object> item = Json.asObject(Json.asObject(one).getOrDefault("Item", ""));
      sum += Long.parseLong(Tables.scalar(item, "balance"));
    }
    history.sawTotal(sum);
  }

  private boolean transfer(Endpoint endpoint) {
    String from = name + "-" + random.nextInt(ACCOUNTS);
    String to = name + "-" + random.nextInt(ACCOUNTS);
    if (from.equals(to)) {
      return true;
    }
    long amount = 1 + random.nextInt(50);
    String id = name + "-receipt-" + transfers++;
    Map<String, Object> receipt = Json.object("p", Json.object("S", id));
    List<Object> actions =
        List.of(
            Json.object("Update", change(from, -amount)),
            Json.object("Update", change(to, amount)),
            Json.object("Put", Json.object("TableName", Tables.BANK, "Item", receipt)));
    Outcome outcome =
        Outcome.of(endpoint, "TransactWriteItems", Json.object("TransactItems", actions));
    return switch (outcome) {
      case Outcome.Answered answered -> {
        if (answered.reply().ok()) {
          history.transfer(id, from, to, amount, true);
          acknowledged++;
        }
        yield true;
      }
      case Outcome.Unknown unknown -> {
        history.transfer(id, from, to, amount, false);
        uncertain++;
        yield false;
      }
      case Outcome.NotSent notSent -> false;
    };
  }

  private static Map<String, Object> change(String account, long amount) {
    Map<String, Object> values = Json.object(":amount", Json.object("N", "" + amount));
    Map<String, Object> update =
        Json.object(
            "TableName",
            Tables.BANK,
            "Key",
            Json.object("p", Json.object("S", account)),
            "UpdateExpression",
            "ADD balance :amount");
    if (amount < 0) {
      values.put(":least", Json.object("N", "" + -amount));
      update.put("ConditionExpression", "balance >= :least");
    }
    update.put("ExpressionAttributeValues", values);
    return update;
  }

  /**
   * A transaction that reads all accounts and is answered must see the right total, at once and
   * whatever has been cut off. The accounts one by one must add up only when that transaction is no
   * longer refused, since nothing holds them then.
   */
  @Override
  public List<String> audit(Endpoint endpoint) throws IOException {
    long begun = System.nanoTime();
    List<String> found = settled(endpoint);
    while (!found.isEmpty() && System.nanoTime() - begun < SETTLED_WITHIN.toNanos()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      found = settled(endpoint);
    }
    return found;
  }

  private List<String> settled(Endpoint endpoint) throws IOException {
    Outcome outcome = read(endpoint);
    if (outcome instanceof Outcome.Answered(Reply reply) && reply.ok()) {
      sawTotal(reply);
      return contradictions(endpoint);
    }
    return List.of("the accounts of " + name + " cannot be read in a transaction: " + outcome);
  }

  private List<String> contradictions(Endpoint endpoint) throws IOException {
    Map<String, Long> closing = new LinkedHashMap<>();
    List<String> receipts = new ArrayList<>();
    Tables.scan(endpoint, Tables.BANK, "")
        .forEach(
            (key, item) -> {
              if (key.startsWith(name + "-receipt-")) {
                receipts.add(key);
              } else if (key.startsWith(name + "-")) {
                closing.put(key, Long.parseLong(Tables.scalar(item, "balance")));
              }
            });
    return history.violations(opening, closing, receipts);
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
