package io.cairndb.router.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.env.RandomSource;
import io.cairndb.item.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The endpoint's protocol, seen from outside: what comes back for which request. */
class FrontDoorTest {
  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=AKIA1/20260101/eu-west-1/dynamodb/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature=abc";

  private final List<String> unexpected = new ArrayList<>();
  private final Map<String, String> headers = new HashMap<>();
  private RequestContext seen = new RequestContext("", "", "", "");
  private byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

  FrontDoorTest() {
    headers.put("content-type", "application/x-amz-json-1.0");
    headers.put("x-amz-target", "DynamoDB_20120810.Echo");
    headers.put("authorization", SIGNATURE);
    headers.put("x-amz-date", "20260101T000000Z");
  }

  private record Operation(
      String name,
      boolean blocking,
      BiFunction<byte[], RequestContext, CompletableFuture<WireBuffer>> body)
      implements DynamoDbOperation {
    @Override
    public CompletableFuture<WireBuffer> handle(byte[] request, RequestContext context) {
      return body.apply(request, context);
    }
  }

  private static CompletableFuture<WireBuffer> text(String text) {
    return CompletableFuture.completedFuture(new WireBuffer().putAscii(text));
  }

  private FrontDoorResponse send(
      BiFunction<byte[], RequestContext, CompletableFuture<WireBuffer>> echo) {
    return send("POST", "/", new Operation("Echo", false, echo));
  }

  private FrontDoorResponse send(String method, String uri, DynamoDbOperation operation) {
    return door(operation).handle(new FrontDoorRequest(method, uri, headers::get, body)).join();
  }

  private FrontDoor door(DynamoDbOperation operation) {
    return new FrontDoor(
        OperationRegistry.builder().add(OperationRegistry.Api.DYNAMODB, List.of(operation)).build(),
        new FrontDoor.Settings("us-east-1", "000000000000"),
        Runnable::run,
        RandomSource.seeded(1),
        (requestId, target, failure) -> unexpected.add(target + " " + failure.getMessage()));
  }

  private FrontDoorResponse send() {
    return send(
        (request, context) -> {
          seen = context;
          return text(new String(request, StandardCharsets.UTF_8));
        });
  }

  private void assertAnswer(int status, String text, FrontDoorResponse response) {
    assertEquals(text, response.body().toString());
    assertEquals(status, response.status());
    CRC32 crc = new CRC32();
    crc.update(response.body().toByteArray());
    assertEquals(crc.getValue(), response.crc32());
    assertEquals(52, response.requestId().length());
  }

  @Test
  void anOperationGetsTheBodyAndTheClaimOfItsSignature() {
    FrontDoorResponse response = send();
    assertAnswer(200, "{}", response);
    assertEquals("application/x-amz-json-1.0", String.valueOf(response.contentType()));
    assertEquals("eu-west-1", seen.region());
    assertEquals("AKIA1", seen.accessKey());
    assertEquals("000000000000", seen.account());
    assertEquals(response.requestId(), seen.requestId());
    FrontDoor door = door(new Operation("Echo", false, (b, c) -> text("{}")));
    FrontDoorRequest request = new FrontDoorRequest("POST", "/", headers::get, body);
    CharSequence first = door.handle(request).join().requestId();
    assertNotEquals(first, door.handle(request).join().requestId());
  }

  @Test
  void theClaimOfOneClientIsNotTakenForAnothers() {
    BiFunction<byte[], RequestContext, CompletableFuture<WireBuffer>> echo =
        (request, context) -> text(context.accessKey() + "/" + context.region());
    FrontDoor door = door(new Operation("Echo", false, echo));
    FrontDoorRequest request = new FrontDoorRequest("POST", "/", headers::get, body);
    assertEquals("AKIA1/eu-west-1", door.handle(request).join().body().toString());
    headers.put("authorization", SIGNATURE.replace("AKIA1/", "AKIA12/"));
    assertEquals("AKIA12/eu-west-1", door.handle(request).join().body().toString());
    headers.put("authorization", SIGNATURE.replace("aws4_request", "aws4_requests"));
    assertEquals("AKIA1/eu-west-1", door.handle(request).join().body().toString());
  }

  @Test
  void healthIsAskedWithGet() {
    FrontDoorResponse response = send("GET", "/", new Operation("Echo", false, (b, c) -> text("")));
    assertAnswer(200, "healthy: dynamodb.us-east-1.amazonaws.com ", response);
  }

  @Test
  void otherMethodsPathsAndContentTypesAreNoOperation() {
    DynamoDbOperation none = new Operation("Echo", false, (b, c) -> text(""));
    assertAnswer(404, "<UnknownOperationException/>\n", send("PUT", "/", none));
    assertAnswer(404, "<UnknownOperationException/>\n", send("GET", "/x", none));
    assertAnswer(404, "<UnknownOperationException/>\n", send("POST", "/x", none));
    headers.put("content-type", "application/x-amz-json-1.1");
    assertAnswer(404, "<UnknownOperationException/>\n", send());
  }

  @Test
  void anUnknownTargetComesAfterTheBodyAndBeforeTheSignature() {
    headers.remove("authorization");
    headers.put("x-amz-target", "DynamoDB_20120810.Nonsense");
    assertAnswer(400, type("UnknownOperationException"), send());
    headers.remove("x-amz-target");
    assertAnswer(400, type("UnknownOperationException"), send());
    body = "{".getBytes(StandardCharsets.UTF_8);
    assertAnswer(400, type("SerializationException"), send());
  }

  private static String type(String name) {
    return "{\"__type\":\"com.amazon.coral.service#" + name + "\"}";
  }

  private static String error(String name, String message) {
    return "{\"__type\":\"com.amazon.coral.service#" + name + "\",\"message\":\"" + message + "\"}";
  }

  @Test
  void aSignatureIsNeeded() {
    String missing =
        error("MissingAuthenticationTokenException", "Request is missing Authentication Token");
    headers.put("authorization", "Basic abc");
    assertAnswer(400, missing, send());
    headers.remove("authorization");
    assertAnswer(400, missing, send());
    body = "{".getBytes(StandardCharsets.UTF_8);
    assertAnswer(400, type("SerializationException"), send());
  }

  @Test
  void anIncompleteSignatureIsToldWhatItLacks() {
    headers.remove("x-amz-date");
    headers.put("authorization", "AWS4-HMAC-SHA256 Credential=a");
    assertAnswer(
        400,
        error(
            "IncompleteSignatureException",
            "Authorization header requires 'Signature' parameter. Authorization header requires"
                + " 'SignedHeaders' parameter. Authorization header requires existence of either"
                + " a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256"
                + " Credential=a"),
        send());
    headers.put("date", "today");
    headers.put("authorization", "AWS4-HMAC-SHA256");
    assertAnswer(
        400,
        error(
            "IncompleteSignatureException",
            "Authorization header requires 'Credential' parameter. Authorization header requires"
                + " 'Signature' parameter. Authorization header requires 'SignedHeaders'"
                + " parameter. Authorization=AWS4-HMAC-SHA256"),
        send());
  }

  @Test
  void aSignatureMayStandInTheQueryButNotTwice() {
    DynamoDbOperation echo = new Operation("Echo", false, (b, c) -> text(c.region()));
    assertAnswer(
        400,
        error(
            "InvalidSignatureException",
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                + " header."),
        send("POST", "/?X-Amz-Algorithm=AWS4-HMAC-SHA256", echo));
    headers.remove("authorization");
    assertAnswer(
        400,
        error(
            "IncompleteSignatureException",
            "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string"
                + " parameters must include 'X-Amz-Signature'. AWS query-string parameters must"
                + " include 'X-Amz-SignedHeaders'. AWS query-string parameters must include"
                + " 'X-Amz-Date'. Re-examine the query-string parameters."),
        send("POST", "/?X-Amz-Algorithm=AWS4-HMAC-SHA256", echo));
    String query =
        "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=k%2F20260101%2Fsa-east-1%2Fdynamodb"
            + "&X-Amz-Signature=s&X-Amz-SignedHeaders=h&X-Amz-Date=d";
    assertAnswer(200, "sa-east-1", send("POST", query, echo));
  }

  @Test
  void foreseenFailuresKeepTheirNamesWhereverTheyHappen() {
    String expected =
        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"bad\"}";
    assertAnswer(400, expected, send((b, c) -> CompletableFuture.failedFuture(invalid())));
    assertAnswer(
        400,
        expected,
        send(
            (b, c) -> {
              throw invalid();
            }));
    CompletableFuture<WireBuffer> stage =
        CompletableFuture.completedFuture("x")
            .thenApply(
                ignored -> {
                  throw DynamoDbErrors.validation("bad");
                });
    assertAnswer(400, expected, send((b, c) -> stage));
    assertAnswer(400, expected, send("POST", "/", new Operation("Echo", true, (b, c) -> stage)));
    assertTrue(unexpected.isEmpty());
  }

  private static InvalidValueException invalid() {
    return new InvalidValueException("bad");
  }

  @Test
  void anythingElseIsAnInternalErrorToldOnce() {
    FrontDoorResponse response =
        send(
            (b, c) ->
                CompletableFuture.completedFuture("x")
                    .thenApply(
                        ignored -> {
                          throw new IllegalStateException("secret detail");
                        }));
    assertEquals(500, response.status());
    assertFalse(response.body().toString().contains("secret"));
    assertTrue(response.body().toString().contains("#InternalServerError"));
    assertEquals(List.of("DynamoDB_20120810.Echo secret detail"), unexpected);
  }

  @Test
  void aFullExecutorIsAnUnavailableService() {
    FrontDoor door =
        new FrontDoor(
            OperationRegistry.builder()
                .add(
                    OperationRegistry.Api.DYNAMODB,
                    List.of(new Operation("Echo", true, (b, c) -> text("{}"))))
                .build(),
            new FrontDoor.Settings("us-east-1", "000000000000"),
            task -> {
              throw new RejectedExecutionException();
            },
            RandomSource.seeded(1),
            (requestId, target, failure) -> unexpected.add(target));
    FrontDoorResponse response =
        door.handle(new FrontDoorRequest("POST", "/", headers::get, body)).join();
    assertEquals(503, response.status());
    assertTrue(unexpected.isEmpty());
  }

  @Test
  void bodiesMayBeCompressed() throws IOException {
    headers.put("content-encoding", "gzip");
    body = gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    assertAnswer(200, "{\"a\":1}", send());
    body = "not gzip".getBytes(StandardCharsets.UTF_8);
    assertAnswer(400, type("SerializationException"), send());
  }

  @Test
  void bodiesHaveALimitBeforeAndAfterDecompression() throws IOException {
    headers.put("content-encoding", "gzip");
    body = gzip(new byte[FrontDoor.MAX_BODY_BYTES + 1]);
    assertAnswer(413, "", send());
    headers.remove("content-encoding");
    body = new byte[FrontDoor.MAX_BODY_BYTES + 1];
    assertAnswer(413, "", send());
  }

  @Test
  void aSmallBodyThatUnpacksToMuchIsRefusedWhenMemoryIsShort() throws IOException {
    headers.put("content-encoding", "gzip");
    byte[] bomb = gzip(new byte[4 * 1024 * 1024]);
    AtomicInteger left = new AtomicInteger(1024 * 1024);
    FrontDoorRequest request =
        new FrontDoorRequest(
            "POST",
            "/",
            headers::get,
            bomb,
            bomb.length,
            bytes -> left.addAndGet(-bytes) >= 0,
            new RequestBuffers());
    FrontDoor door = door(new Operation("Echo", false, (b, c) -> text("{}")));
    assertEquals(503, door.handle(request).join().status());
    left.set(64 * 1024 * 1024);
    assertEquals(200, door.handle(request).join().status());
    assertTrue(left.get() >= 48 * 1024 * 1024, "taken: " + left.get());
  }

  @Test
  void anErrorIsAnsweredAndTold() {
    FrontDoorResponse response =
        send(
            (request, context) -> {
              throw new LinkageError("changed beneath");
            });
    assertEquals(500, response.status());
    assertEquals(List.of("DynamoDB_20120810.Echo changed beneath"), unexpected);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream target = new GZIPOutputStream(compressed)) {
      target.write(plain);
    }
    return compressed.toByteArray();
  }

  @Test
  void pagesOfOtherOriginsMayUseTheEndpoint() {
    headers.put("origin", "http://localhost:3000");
    assertEquals(Map.of("access-control-allow-origin", "*"), send().headers());
    headers.put("access-control-request-headers", "x-amz-target");
    FrontDoorResponse preflight =
        send("OPTIONS", "/", new Operation("Echo", false, (b, c) -> text("")));
    assertEquals(200, preflight.status());
    assertTrue(
        preflight
            .headers()
            .entrySet()
            .contains(Map.entry("access-control-allow-headers", "x-amz-target")));
  }
}
