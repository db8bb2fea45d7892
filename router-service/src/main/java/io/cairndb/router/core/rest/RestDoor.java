package io.cairndb.router.core.rest;

import io.cairndb.control.plane.TableControl;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.env.RandomSource;
import io.cairndb.router.core.Failures;
import io.cairndb.router.core.FrontDoorEvents;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.router.core.RequestBody;
import io.cairndb.router.core.ResponseStream;
import io.cairndb.router.core.RestApi;
import io.cairndb.router.core.items.CompoundCalls;
import io.cairndb.router.core.items.ItemCalls;
import io.cairndb.router.core.items.ItemPorts;
import io.cairndb.router.core.rest.ProblemException.Problem;
import io.cairndb.router.core.tables.TableCalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The REST API: finds the route of a request and words what goes wrong. Thread-safe. */
public final class RestDoor implements RestApi {
  private static final String ROOT = "/v1";

  private final List<Route> routes;
  private final Executor blocking;
  private final FrontDoorEvents events;

  /**
   * Makes the API.
   *
   * @param blocking runs routes that may wait; a virtual thread each
   */
  public RestDoor(
      ItemPorts ports,
      TableControl control,
      Executor blocking,
      RandomSource random,
      FrontDoorEvents events) {
    ItemCalls items = new ItemCalls(ports);
    TableCalls tables = new TableCalls(control);
    List<Route> all = new ArrayList<>();
    all.add(Route.of("GET", ROOT, call -> index()));
    all.addAll(new Reference().routes());
    all.addAll(new TableResource(tables).routes());
    all.addAll(new ItemResource(items, ports.clock(), random).routes());
    all.addAll(new RangeResource(items, blocking).routes());
    CompoundCalls compound = new CompoundCalls(ports);
    all.addAll(new BatchResource(compound).routes());
    all.addAll(new TransactionResource(compound).routes());
    all.addAll(new StatementResource(compound, blocking).routes());
    this.routes = List.copyOf(all);
    this.blocking = blocking;
    this.events = events;
  }

  /** The routes, for whatever describes them. */
  List<Route> routes() {
    return routes;
  }

  @Override
  public boolean serves(String uri) {
    return uri.startsWith(ROOT)
        && (uri.length() == ROOT.length()
            || uri.charAt(ROOT.length()) == '/'
            || uri.charAt(ROOT.length()) == '?');
  }

  @Override
  public FrontDoorResponse refuseTooLarge(CharSequence requestId) {
    return problem(Problems.tooLarge(), requestId, Map.of());
  }

  @Override
  public CompletableFuture<FrontDoorResponse> handle(
      FrontDoorRequest request, CharSequence requestId) {
    Exchange exchange = new Exchange(request, requestId);
    try {
      if (request.method().equals("OPTIONS")) {
        return CompletableFuture.completedFuture(options(exchange));
      }
      Match match = find(request);
      if (!RequestBody.isReadable(request)) {
        throw new ProblemException(
            ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The content encoding is to be gzip, or none.");
      }
      RequestBody body = RequestBody.of(request);
      return match.route().blocking()
          ? serveBlocking(
              exchange, match, Arrays.copyOf(body.bytes(), body.length()), body.length())
          : serve(exchange, match, body.bytes(), body.length());
    } catch (RuntimeException | Error failure) {
      // An error, too, is one request's: unanswered, it would take the connection with it.
      return CompletableFuture.completedFuture(failed(exchange, failure));
    }
  }

  private record Exchange(FrontDoorRequest request, CharSequence requestId) {}

  private record Match(Route route, Map<String, String> variables) {}

  private CompletableFuture<FrontDoorResponse> serve(
      Exchange exchange, Match match, byte[] body, int length) {
    Call call =
        new Call(
            exchange.request().method(),
            match.variables(),
            UriText.queryOf(exchange.request().uri()),
            exchange.request().headers(),
            body,
            length,
            exchange.requestId());
    return match
        .route()
        .handler()
        .handle(call)
        .handle(
            (reply, failure) ->
                failure == null ? succeeded(exchange, reply) : failed(exchange, failure));
  }

  private CompletableFuture<FrontDoorResponse> serveBlocking(
      Exchange exchange, Match match, byte[] body, int length) {
    CompletableFuture<FrontDoorResponse> response = new CompletableFuture<>();
    try {
      blocking.execute(
          () -> {
            try {
              response.complete(serve(exchange, match, body, length).join());
            } catch (RuntimeException | StackOverflowError failure) {
              response.complete(failed(exchange, failure));
            } catch (Error failure) {
              response.complete(failed(exchange, failure));
              throw failure;
            }
          });
    } catch (RejectedExecutionException stopping) {
      throw new ProblemException(ProblemCode.SERVICE_UNAVAILABLE, "The server is stopping.");
    }
    return response;
  }

  /**
   * The segments of a path. A slash at its end makes no difference but to DELETE: clients take
   * {@code x/..} out of paths before they send them, and so {@code tables/t/items/..}, meant for
   * the item of the key "..", arrives as {@code tables/t/}.
   */
  private static List<String> segmentsOf(String method, String uri) {
    String path = UriText.pathOf(uri);
    if (path.endsWith("/") && !method.equals("DELETE")) {
      path = path.substring(0, path.length() - 1);
    }
    return Route.segmentsOf(path).stream().map(UriText::decode).toList();
  }

  private Match find(FrontDoorRequest request) {
    List<String> segments = segmentsOf(request.method(), request.uri());
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    for (Route route : routes) {
      Map<String, String> variables = route.method().equals(method) ? route.match(segments) : null;
      if (variables != null) {
        return new Match(route, variables);
      }
    }
    Set<String> allowed = allowed(segments);
    if (allowed.isEmpty()) {
      throw new ProblemException(
          ProblemCode.NOT_FOUND, "There is nothing at this path. /v1 tells what there is.");
    }
    throw new ProblemException(
        new Problem(
            ProblemCode.METHOD_NOT_ALLOWED,
            "This resource has " + String.join(", ", allowed) + ".",
            Map.of("Allow", String.join(", ", allowed)),
            null,
            List.of()));
  }

  private Set<String> allowed(List<String> segments) {
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.match(segments) != null) {
        methods.add(route.method());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (!methods.isEmpty()) {
      methods.add("OPTIONS");
    }
    return methods;
  }

  private FrontDoorResponse options(Exchange exchange) {
    Set<String> allowed =
        allowed(segmentsOf(exchange.request().method(), exchange.request().uri()));
    if (allowed.isEmpty()) {
      throw new ProblemException(ProblemCode.NOT_FOUND, "There is nothing at this path.");
    }
    String methods = String.join(", ", allowed);
    Reply reply = Reply.empty(204).with("Allow", methods);
    if (exchange.request().headers().get("origin") != null) {
      reply = reply.with("access-control-allow-methods", methods);
      String headers = exchange.request().headers().get("access-control-request-headers");
      if (headers != null) {
        reply = reply.with("access-control-allow-headers", headers);
      }
    }
    return succeeded(exchange, reply);
  }

  private static CompletableFuture<Reply> index() {
    var json = Reply.writer().beginObject();
    json.member("name").string("Cairn");
    json.member("version").string(Reference.version());
    json.member("tables").string("/v1/tables");
    json.member("docs").string(Reference.DOCS);
    json.member("openapi").string(Reference.OPENAPI);
    return Reply.json(200, json.endObject()).now();
  }

  private FrontDoorResponse succeeded(Exchange exchange, Reply reply) {
    ResponseStream stream = reply.stream();
    return new FrontDoorResponse(
        reply.status(),
        reply.contentType(),
        reply.body(),
        FrontDoorResponse.NO_CHECKSUM,
        exchange.requestId(),
        crossOrigin(exchange, reply.headers()),
        stream == null ? null : () -> next(exchange, stream));
  }

  /** The next part; a failure on the way can no longer be answered, only told. */
  private CompletableFuture<Optional<WireBuffer>> next(Exchange exchange, ResponseStream stream) {
    return stream
        .next()
        .whenComplete(
            (part, failure) -> {
              if (failure != null) {
                report(exchange, failure);
              }
            });
  }

  private FrontDoorResponse failed(Exchange exchange, Throwable failure) {
    report(exchange, failure);
    Problem problem = Problems.foreseen(failure);
    return problem(
        problem == null ? Problems.unforeseen() : problem,
        exchange.requestId(),
        crossOrigin(exchange, Map.of()));
  }

  /** Tells of a failure that nobody foresaw. */
  private void report(Exchange exchange, Throwable failure) {
    Problem problem = Problems.foreseen(failure);
    if (problem == null || problem.code() == ProblemCode.INTERNAL_SERVER_ERROR) {
      events.unexpectedFailure(
          exchange.requestId().toString(),
          exchange.request().method() + " " + UriText.pathOf(exchange.request().uri()),
          Failures.cause(failure));
    }
  }

  private static FrontDoorResponse problem(
      Problem problem, CharSequence requestId, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(problem.headers());
    return new FrontDoorResponse(
        problem.code().status(),
        Problems.CONTENT_TYPE,
        Problems.write(problem, requestId),
        FrontDoorResponse.NO_CHECKSUM,
        requestId,
        all);
  }

  /** What lets a page of another origin see the answer. */
  private static Map<String, String> crossOrigin(Exchange exchange, Map<String, String> headers) {
    if (exchange.request().headers().get("origin") == null) {
      return headers;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("access-control-allow-origin", "*");
    all.put("access-control-expose-headers", "ETag, Location, X-Request-Id, Allow, Retry-After");
    return all;
  }
}
