package io.cairndb.services.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.wire.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A storage node that hangs keeps its connections open and answers nothing: requests to it must not
 * all be held until their deadlines, and what is told of writes must be true.
 */
class HangTest {
  private static final int ITEMS = 24;

  /** A read's first attempt has 4 s; the circuit opens before. */
  private static final Duration FIRST = Duration.ofSeconds(9);

  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private ServiceCluster cluster;
  private Client client;

  @BeforeEach
  void start() {
    cluster = ServiceCluster.startBehindRelays(2);
    client = new Client(cluster.endpoint());
    client.createTable("tab");
    for (int i = 0; i < ITEMS; i++) {
      client.eventually("PutItem", Client.put("tab", "p", "p" + i, "s", "s", "v", "before"));
    }
  }

  @AfterEach
  void stop() {
    cluster.relay(0).goOn();
    client.close();
    cluster.close();
    clients.close();
  }

  private Reply read(int item) {
    return client.call("GetItem", Client.get("tab", "p", "p" + item, "s", "s"));
  }

  private Reply write(int item, String value) {
    return client.call("PutItem", Client.put("tab", "p", "p" + item, "s", "s", "v", value));
  }

  private String valueOf(int item) {
    Map<String, Object> body =
        client.eventually("GetItem", Client.get("tab", "p", "p" + item, "s", "s"));
    return (String) Client.member(body, "Item", "v", "S");
  }

  @Test
  void requestsAreHeldForAMomentAndThenFailAtOnce() throws Exception {
    cluster.relay(0).hang();
    List<CompletableFuture<Reply>> underWay = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      int item = i;
      underWay.add(CompletableFuture.supplyAsync(() -> write(item, "under way"), clients));
    }
    List<Integer> hanging = hangingItems();
    assertTrue(!hanging.isEmpty() && hanging.size() < ITEMS, hanging + " hang");
    for (int item : hanging) {
      long begun = System.nanoTime();
      Reply refused = write(item, "refused");
      assertTrue(since(begun).compareTo(AT_ONCE) < 0, since(begun).toString());
      assertEquals(503, refused.status(), refused.toString());
    }
    for (int item = 0; item < ITEMS; item++) {
      Reply told = underWay.get(item).get(20, TimeUnit.SECONDS);
      if (hanging.contains(item)) {
        assertEquals(500, told.status(), "it was sent, so nobody knows: " + told);
        assertEquals("InternalServerError", told.errorName());
      } else {
        assertTrue(told.ok(), told.toString());
      }
    }
    cluster.relay(0).goOn();
    for (int item = 0; item < ITEMS; item++) {
      String value = valueOf(item);
      if (hanging.contains(item)) {
        assertFalse(value.equals("refused"), "a refused write was done");
        client.eventually("PutItem", Client.put("tab", "p", "p" + item, "s", "s", "v", "after"));
      } else {
        assertEquals("under way", value);
      }
    }
  }

  /** The first may take its time; from then on nothing does. */
  private List<Integer> hangingItems() {
    List<Integer> hanging = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      Duration bound = hanging.isEmpty() ? FIRST : AT_ONCE;
      long begun = System.nanoTime();
      Reply reply = read(i);
      Duration took = since(begun);
      assertTrue(took.compareTo(bound) < 0, "item " + i + " took " + took);
      if (!reply.ok()) {
        assertEquals(503, reply.status(), reply.toString());
        hanging.add(i);
      }
    }
    return hanging;
  }

  /** Requests that came while it hung are not lost with it when it goes on in time. */
  @Test
  void aShortHangIsOnlyAPause() throws Exception {
    List<CompletableFuture<Reply>> underWay = new ArrayList<>();
    cluster.relay(0).hang();
    for (int i = 0; i < ITEMS; i++) {
      int item = i;
      underWay.add(CompletableFuture.supplyAsync(() -> write(item, "under way"), clients));
    }
    cluster.relay(0).goOn();
    for (CompletableFuture<Reply> one : underWay) {
      assertTrue(one.get(20, TimeUnit.SECONDS).ok());
    }
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
