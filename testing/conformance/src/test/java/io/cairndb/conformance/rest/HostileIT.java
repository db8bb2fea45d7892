package io.cairndb.conformance.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.conformance.rest.Rest.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Clients that err, race, forge and leave: each gets the answer it deserves, and soon. */
class HostileIT {
  private static final String MERGE = "application/merge-patch+json";
  private static final int CLIENTS = 8;

  @Test
  void ofWritesOnTheSameVersionExactlyOneWins() throws Exception {
    String item = Rest.table("\"partitionKey\": \"a\"") + "/items/x";
    Rest.send("PUT", item, "{}");
    for (int round = 0; round < 10; round++) {
      String seen = Rest.get(item).header("etag");
      List<Integer> statuses =
          together(i -> Rest.send("PUT", item, "{\"n\":" + i + "}", "If-Match", seen).status());
      assertEquals(1, Collections.frequency(statuses, 204), statuses.toString());
      assertEquals(CLIENTS - 1, Collections.frequency(statuses, 412), statuses.toString());
    }
    List<Integer> created =
        together(i -> Rest.send("PUT", item + "y", "{}", "If-None-Match", "*").status());
    assertEquals(1, Collections.frequency(created, 201), created.toString());
  }

  @Test
  void mergesAtTheSameTimeAllTakeEffect() throws Exception {
    String item = Rest.table("\"partitionKey\": \"a\"") + "/items/x";
    List<Integer> statuses =
        together(
            i -> Rest.send("PATCH", item, "{\"k" + i + "\": 1}", "Content-Type", MERGE).status());
    assertTrue(statuses.stream().allMatch(status -> status < 300), statuses.toString());
    String body = Rest.get(item).body();
    for (int i = 0; i < CLIENTS; i++) {
      assertTrue(body.contains("\"k" + i + "\":1"), body);
    }
  }

  /** A request by one client of several. */
  private interface Request {
    int send(int client);
  }

  private static List<Integer> together(Request request) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        answers.add(clients.submit(() -> request.send(client)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      return statuses;
    }
  }

  @Test
  void aVersionThatWasDoesNotComeBack() {
    String item = Rest.table("\"partitionKey\": \"a\"") + "/items/x";
    String first = Rest.send("PUT", item, "{}").header("etag");
    assertEquals(204, Rest.send("DELETE", item, "", "If-Match", first).status());
    assertEquals(412, Rest.send("PUT", item, "{}", "If-Match", first).status());
    assertEquals(201, Rest.send("PUT", item, "{}", "If-None-Match", "*").status());
    assertEquals(412, Rest.send("DELETE", item, "", "If-Match", first).status());
    assertEquals(400, Rest.send("PUT", item, "{}", "If-Match", first + ", \"y\"").status());
  }

  @Test
  void keysOfAnyTextHaveAPath() {
    String items = Rest.table("\"partitionKey\": \"a\"") + "/items/";
    for (String key :
        new String[] {"/", "a/b", "..", ".", "%", "a b", "a+b", "ü€😀", "\u0000", "?#&=;", "~*"}) {
      String path = items + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
      path = path.replaceAll("/items/\\.(\\.?)$", "/items/%2E$1").replace("%2E.", "%2E%2E");
      Answer put = Rest.send("PUT", path, "{\"v\": 1}");
      assertEquals(201, put.status(), key + " " + put);
      assertEquals(200, Rest.get(put.header("location")).status(), key);
      assertEquals(200, Rest.get(path).status(), key);
    }
    for (String bad : new String[] {"", "%25%", "%ff", "%C0%80", "x".repeat(2049)}) {
      int status = status(raw("PUT " + items + bad + " HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}"));
      assertTrue(status == 400 || status == 405, bad + " " + status);
    }
  }

  @Test
  void aForgedCursorIsRefusedOrHarmless() {
    String table = Rest.table("\"partitionKey\": \"a\"");
    String other = Rest.table("\"partitionKey\": \"a\"");
    for (int i = 0; i < 4; i++) {
      Rest.send("PUT", table + "/items/" + i, "{}");
      Rest.send("PUT", other + "/items/" + i, "{}");
    }
    String cursor = cursorOf(Rest.get(table + "/items?limit=1"));
    assertEquals(200, Rest.get(table + "/items?limit=2&cursor=" + cursor).status());
    assertEquals(400, Rest.get(other + "/items?limit=1&cursor=" + cursor).status());
    assertEquals(400, Rest.get(table + "/items?filter=b=b&cursor=" + cursor).status());
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("HostileIT: rerun with -Dcairn.seed=" + seed);
    Random random = new Random(seed);
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    for (int i = 0; i < 200; i++) {
      byte[] forged = bytes.clone();
      forged[random.nextInt(forged.length)] = (byte) random.nextInt(256);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
      int status = Rest.get(table + "/items?limit=1&cursor=" + text).status();
      assertTrue(status == 200 || status == 400, text + " " + status);
    }
  }

  private static String cursorOf(Answer page) {
    Matcher cursor = Pattern.compile("\"cursor\":\"([^\"]+)\"").matcher(page.body());
    assertTrue(cursor.find(), page.toString());
    return cursor.group(1);
  }

  @Test
  void bodiesThatAreTooMuchEndEarly() throws IOException {
    String item = Rest.table("\"partitionKey\": \"a\"") + "/items/x";
    for (String body :
        new String[] {
          "{\"x\":" + "[".repeat(100_000),
          "{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}",
          "{\"x\":\"" + "y".repeat(420_000) + "\"}",
          "{\"x\":1e999}",
          "{\"x\":01}",
          "{\"x\":1,\"x\":2}"
        }) {
      Answer answer = Rest.send("PUT", item, body);
      assertEquals(400, answer.status(), body.substring(0, 7));
      assertEquals("application/problem+json", answer.header("content-type"));
    }
    byte[] bomb = gzip("{\"x\":\"" + " ".repeat(100_000_000) + "\"}");
    assertEquals(413, status(put(item, bomb)));
    assertEquals(201, status(put(item, gzip("{\"x\":\"packed\"}"))));
    assertEquals(400, status(put(item, new byte[] {1, 2, 3})));
    assertEquals(414, Rest.get(item + "?fields=" + "f".repeat(9000)).status());
    assertEquals(431, Rest.send("GET", item, "", "X-Long", "h".repeat(40_000)).status());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] put(String path, byte[] packed) {
    String head =
        ("PUT %s HTTP/1.1\r\ncontent-encoding: gzip\r\n"
                + "connection: close\r\ncontent-length: %d\r\n\r\n")
            .formatted(path, packed.length);
    return raw(head.getBytes(StandardCharsets.US_ASCII), packed);
  }

  @Test
  void answersAreInTheFormAskedFor() throws IOException {
    byte[] answer =
        raw("GET /v1/openapi.json HTTP/1.1\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n");
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    assertTrue(text.substring(0, end).toLowerCase(Locale.ROOT).contains("gzip"));
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(answer, end + 4, answer.length - end - 4))) {
      assertEquals(
          Rest.get("/v1/openapi.json").body(),
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    String items = Rest.table("\"partitionKey\": \"a\"") + "/items";
    String lines = "application/x-ndjson";
    for (String accept : new String[] {lines, "application/json;q=0.5, " + lines}) {
      assertEquals(lines, Rest.send("GET", items, "", "Accept", accept).header("content-type"));
    }
    for (String accept :
        new String[] {"*/*", "text/html", lines + ";q=0", lines + ";q=.1, application/json"}) {
      assertEquals(
          "application/json", Rest.send("GET", items, "", "Accept", accept).header("content-type"));
    }
    Answer head = Rest.send("HEAD", items, "");
    assertEquals("", head.body());
    assertEquals(Rest.get(items).header("content-length"), head.header("content-length"));
    Answer none = Rest.send("DELETE", items, "");
    assertEquals(405, none.status());
    assertEquals("GET, HEAD, OPTIONS, POST", none.header("allow"));
    assertEquals("GET, HEAD, OPTIONS, POST", Rest.send("OPTIONS", items, "").header("allow"));
    assertEquals(415, Rest.send("POST", items, "{}", "Content-Type", "application/xml").status());
  }

  @Test
  void whoLeavesAStreamHoldsNothingUp() throws IOException {
    String table = Rest.table("\"partitionKey\": \"a\"");
    for (int i = 0; i < 60; i++) {
      Rest.send("PUT", table + "/items/" + i, "{\"v\":\"" + "x".repeat(100_000) + "\"}");
    }
    String request = "GET " + table + "/items HTTP/1.1\r\naccept: application/x-ndjson\r\n\r\n";
    for (int i = 0; i < 20; i++) {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertTrue(socket.getInputStream().readNBytes(1000).length > 0);
      }
    }
    Answer whole = Rest.send("GET", table + "/items", "", "Accept", "application/x-ndjson");
    assertEquals(60, whole.body().lines().count());
    String two = request + "GET /v1 HTTP/1.1\r\nconnection: close\r\n\r\n";
    String both = new String(raw(two), StandardCharsets.UTF_8);
    assertTrue(both.endsWith("\"openapi\":\"/v1/openapi.json\"}"), "the request behind the stream");
  }

  private static Socket connect() throws IOException {
    URI address = Rest.address();
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static byte[] raw(String request) {
    String close = request.contains("connection:") ? "" : "connection: close\r\n";
    int line = request.indexOf("\r\n") + 2;
    String whole = request.substring(0, line) + close + request.substring(line);
    return raw(whole.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  private static byte[] raw(byte[] head, byte[] body) {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(head);
      socket.getOutputStream().write(body);
      return socket.getInputStream().readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static int status(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    assertTrue(text.startsWith("HTTP/1.1 "), text);
    return Integer.parseInt(text.substring(9, 12));
  }
}
