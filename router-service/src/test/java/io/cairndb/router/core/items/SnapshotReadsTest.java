package io.cairndb.router.core.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.shard.Read;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TransactGetItems over two shards, with writers that come between its reads. */
class SnapshotReadsTest {
  private static final int KEYS = 16;

  private final ItemsFixture fixture = new ItemsFixture();

  @AfterEach
  void close() throws Exception {
    fixture.beforeSend = request -> {};
    fixture.close();
  }

  private void put(String key) {
    assertEquals(
        "200 {}",
        fixture.call(
            "PutItem", "{\"TableName\":\"hash\",\"Item\":{\"a\":{\"S\":\"" + key + "\"}}}"));
  }

  private void delete(String key) {
    assertEquals(
        "200 {}",
        fixture.call(
            "DeleteItem", "{\"TableName\":\"hash\",\"Key\":{\"a\":{\"S\":\"" + key + "\"}}}"));
  }

  private String readAll() {
    StringBuilder gets = new StringBuilder();
    for (int i = 0; i < KEYS; i++) {
      gets.append(i == 0 ? "" : ",")
          .append("{\"Get\":{\"TableName\":\"hash\",\"Key\":{\"a\":{\"S\":\"k")
          .append(i)
          .append("\"}}}}");
    }
    return fixture.call("TransactGetItems", "{\"TransactItems\":[" + gets + "]}");
  }

  /** Lets a writer act before each of the read's messages, which are two in each round. */
  private AtomicInteger beforeEachRead(Runnable writer, int times) {
    AtomicInteger messages = new AtomicInteger();
    boolean[] inside = {false};
    fixture.beforeSend =
        request -> {
          if (request instanceof Read.GetItems && !inside[0]) {
            inside[0] = true;
            if (messages.incrementAndGet() <= times) {
              writer.run();
            }
            inside[0] = false;
          }
        };
    return messages;
  }

  @Test
  void nothingInTheWayTakesTwoRounds() {
    AtomicInteger messages = beforeEachRead(() -> {}, 0);
    assertTrue(readAll().startsWith("200 {\"Responses\":[{},"));
    assertEquals(4, messages.get());
  }

  @Test
  void anItemMadeAndRemovedBetweenTheRoundsMakesTheReadStartAgain() {
    AtomicInteger messages =
        beforeEachRead(
            () -> {
              put("k3");
              delete("k3");
            },
            3);
    assertTrue(readAll().startsWith("200 "));
    assertEquals(8, messages.get(), "the first two rounds differ, the next two agree");
  }

  @Test
  void aWriterThatNeverRestsIsReportedAsAConflict() {
    AtomicInteger messages =
        beforeEachRead(
            () -> {
              put("k3");
              delete("k3");
            },
            Integer.MAX_VALUE);
    String answer = readAll();
    assertTrue(answer.contains("TransactionConflict"), answer);
    assertEquals(12, messages.get());
  }
}
