package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.env.RandomSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers HTTP requests as DynamoDB's endpoint does. Thread-safe.
 *
 * <p>Order of the checks, which clients can see: method and path, content type, size and encoding
 * of the body, body is JSON, target, signature. Since an operation parses its body anyway, the
 * check for JSON is made here only where another check fails first in this code.
 *
 * <p>Every failure of an operation ends here and nowhere else: a foreseen one as the error it is,
 * any other as InternalServerError, told once to {@link FrontDoorEvents} with the request's id.
 */
public final class FrontDoor {
  /** Most bytes a request body may have, as received and after decompression. */
  public static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  private static final String AMAZON_JSON = "application/x-amz-json-1.0";
  private static final String PLAIN_JSON = "application/json";

  /** Stands for all operations of the other API. */
  private static final String REST = "REST";

  private final OperationRegistry operations;
  private final Settings settings;
  private final Executor blocking;
  private final FrontDoorEvents events;
  private final SignatureShape signatures;
  private final RequestIds requestIds;
  private final @Nullable RestApi rest;

  /**
   * What the endpoint says of itself.
   *
   * @param region of requests that name none, and in the health text
   * @param account twelve digits, the owner of all tables
   */
  public record Settings(String region, String account) {}

  /** One request on its way. */
  private record Exchange(FrontDoorRequest request, CharSequence requestId, String contentType) {}

  /**
   * Makes a front door.
   *
   * @param blocking runs operations that may wait; a virtual thread each
   */
  public FrontDoor(
      OperationRegistry operations,
      Settings settings,
      Executor blocking,
      RandomSource random,
      FrontDoorEvents events) {
    this(operations, settings, blocking, random, events, null);
  }

  /**
   * Makes a front door to two APIs.
   *
   * @param rest null for none
   */
  public FrontDoor(
      OperationRegistry operations,
      Settings settings,
      Executor blocking,
      RandomSource random,
      FrontDoorEvents events,
      @Nullable RestApi rest) {
    this.rest = rest;
    this.operations = operations;
    this.settings = settings;
    this.blocking = blocking;
    this.events = events;
    this.signatures = new SignatureShape(settings.region());
    this.requestIds = new RequestIds(random);
  }

  /** Handles one request; the future does not fail. */
  public CompletableFuture<FrontDoorResponse> handle(FrontDoorRequest request) {
    CharSequence requestId = requestIds.next();
    if (rest != null && rest.serves(request.uri())) {
      events.identified(requestId, REST);
      return rest.handle(request, requestId);
    }
    if (!request.method().equals("POST")) {
      return CompletableFuture.completedFuture(withoutBody(request, requestId));
    }
    String contentType = contentType(request);
    if (contentType == null || !pathOf(request.uri()).equals("/")) {
      return CompletableFuture.completedFuture(
          plain(404, null, "<UnknownOperationException/>\n", requestId));
    }
    if (request.bodyLength() > MAX_BODY_BYTES) {
      return CompletableFuture.completedFuture(tooLarge(requestId));
    }
    Exchange exchange = new Exchange(request, requestId, contentType);
    try {
      return serve(exchange);
    } catch (BodyTooLargeException refused) {
      return CompletableFuture.completedFuture(tooLarge(requestId));
    } catch (RuntimeException | Error failure) {
      // An error, too, is one request's: unanswered, it would take the connection with it.
      return CompletableFuture.completedFuture(failed(exchange, failure));
    }
  }

  /**
   * The answer to a request whose body was not read because it is larger than allowed.
   *
   * @param uri as in the request line
   */
  public FrontDoorResponse refuseTooLarge(String uri) {
    CharSequence requestId = requestIds.next();
    return rest != null && rest.serves(uri) ? rest.refuseTooLarge(requestId) : tooLarge(requestId);
  }

  private CompletableFuture<FrontDoorResponse> serve(Exchange exchange) {
    FrontDoorRequest request = exchange.request();
    RequestBody body = RequestBody.of(request);
    DynamoDbOperation operation = operationOf(request);
    if (operation == null) {
      body.requireJsonUnlessEmpty();
      throw DynamoDbErrors.unknownOperation();
    }
    events.identified(exchange.requestId(), operation.name());
    SignatureShape.Claim claim = claimOf(request, body);
    RequestContext context =
        new RequestContext(
            exchange.requestId(),
            claim.region(),
            settings.account(),
            claim.accessKey(),
            request.buffers());
    if (operation.blocking()) {
      return serveBlocking(
          exchange, operation, Arrays.copyOf(body.bytes(), body.length()), context);
    }
    return respond(exchange, operation.handle(body.bytes(), body.length(), context));
  }

  private CompletableFuture<FrontDoorResponse> respond(
      Exchange exchange, CompletableFuture<WireBuffer> answer) {
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      return CompletableFuture.completedFuture(succeeded(exchange, answer.join()));
    }
    return answer.handle(
        (body, failure) -> failure == null ? succeeded(exchange, body) : failed(exchange, failure));
  }

  private CompletableFuture<FrontDoorResponse> serveBlocking(
      Exchange exchange, DynamoDbOperation operation, byte[] body, RequestContext context) {
    CompletableFuture<FrontDoorResponse> response = new CompletableFuture<>();
    try {
      blocking.execute(
          () -> {
            try {
              WireBuffer answer = operation.handle(body, context).join();
              response.complete(succeeded(exchange, answer));
            } catch (RuntimeException | StackOverflowError failure) {
              response.complete(failed(exchange, failure));
            } catch (Error failure) {
              response.complete(failed(exchange, failure));
              throw failure;
            }
          });
    } catch (RejectedExecutionException refused) {
      response.complete(failed(exchange, DynamoDbErrors.serviceUnavailable()));
    }
    return response;
  }

  private @Nullable DynamoDbOperation operationOf(FrontDoorRequest request) {
    String target = request.headers().get("x-amz-target");
    return target == null ? null : operations.find(target);
  }

  private SignatureShape.Claim claimOf(FrontDoorRequest request, RequestBody body) {
    try {
      return signatures.read(request);
    } catch (DynamoDbException refused) {
      body.requireJsonUnlessEmpty();
      throw refused;
    }
  }

  private FrontDoorResponse withoutBody(FrontDoorRequest request, CharSequence requestId) {
    String origin = request.headers().get("origin");
    if (request.method().equals("OPTIONS") && origin != null) {
      WireBuffer empty = new WireBuffer(0);
      return new FrontDoorResponse(
          200, null, empty, empty.crc32(), requestId, CrossOrigin.preflight(request.headers()));
    }
    if (request.method().equals("GET") && pathOf(request.uri()).equals("/")) {
      String text = "healthy: dynamodb." + settings.region() + ".amazonaws.com ";
      return plain(200, null, text, requestId);
    }
    return plain(404, null, "<UnknownOperationException/>\n", requestId);
  }

  private FrontDoorResponse succeeded(Exchange exchange, WireBuffer body) {
    return response(exchange, 200, body);
  }

  private FrontDoorResponse failed(Exchange exchange, Throwable failure) {
    DynamoDbException error = Failures.foreseen(failure);
    if (error == null) {
      String target = exchange.request().headers().get("x-amz-target");
      events.unexpectedFailure(
          exchange.requestId().toString(), target == null ? "" : target, Failures.cause(failure));
      error = DynamoDbErrors.internalServerError();
    }
    return response(exchange, error.type().status(), Failures.body(error));
  }

  private static FrontDoorResponse response(Exchange exchange, int status, WireBuffer body) {
    Map<String, String> headers = CrossOrigin.simple(exchange.request().headers());
    return new FrontDoorResponse(
        status, exchange.contentType(), body, body.crc32(), exchange.requestId(), headers);
  }

  private static FrontDoorResponse tooLarge(CharSequence requestId) {
    return plain(413, null, "", requestId);
  }

  private static FrontDoorResponse plain(
      int status, @Nullable String contentType, String text, CharSequence requestId) {
    WireBuffer body = new WireBuffer(text.length()).putAscii(text);
    return new FrontDoorResponse(status, contentType, body, body.crc32(), requestId, Map.of());
  }

  /** The content type to answer with, or null for one that is not DynamoDB's. */
  private static @Nullable String contentType(FrontDoorRequest request) {
    String given = request.headers().get("content-type");
    if (given == null) {
      return PLAIN_JSON;
    }
    int end = given.indexOf(';');
    String type = (end < 0 ? given : given.substring(0, end)).trim();
    if (type.equalsIgnoreCase(AMAZON_JSON)) {
      return AMAZON_JSON;
    }
    return type.isEmpty() || type.equalsIgnoreCase(PLAIN_JSON) ? PLAIN_JSON : null;
  }

  private static String pathOf(String uri) {
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    return path.isEmpty() ? "/" : path;
  }
}
