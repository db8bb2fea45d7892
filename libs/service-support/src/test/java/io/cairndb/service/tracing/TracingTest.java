package io.cairndb.service.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcInterceptors;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request that passes a front door and two services leaves one whole trace. */
class TracingTest {
  private static final String CLIENT_TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CLIENT_SPAN = "b7ad6b7169203331";
  private static final Map<String, String> RECORDED =
      Map.of("traceparent", "00-" + CLIENT_TRACE + "-" + CLIENT_SPAN + "-01");
  private static final Map<String, String> NOT_RECORDED =
      Map.of("traceparent", "00-" + CLIENT_TRACE + "-" + CLIENT_SPAN + "-00");
  private static final TextMapGetter<Map<String, String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
          return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
          return headers == null ? null : headers.get(name);
        }
      };

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final AtomicReference<@Nullable Trail> seenAtNode = new AtomicReference<>();
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private volatile Status nodeAnswers = Status.OK;

  @AfterEach
  void close() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }

  @Test
  void oneRequestIsOneTraceOfAllItsHops() throws Exception {
    ask(recording(1), RECORDED, Runnable::run);
    assertChain(CLIENT_SPAN);
    assertEquals(CLIENT_TRACE, spans.getFinishedSpanItems().getFirst().getTraceId());
    assertEquals("request-1", Objects.requireNonNull(seenAtNode.get()).requestId());
  }

  /** Operations that wait run on threads of their own. */
  @Test
  void theTrailGoesAlongToOtherThreads() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ask(recording(1), Map.of(), Trail.carriedBy(threads));
    }
    assertChain("0000000000000000");
  }

  @Test
  void aFailureIsMarkedWhereItHappenedAndAbove() throws Exception {
    nodeAnswers = Status.UNAVAILABLE.withDescription("the shard is closed");
    assertThrows(CompletionException.class, () -> ask(recording(1), Map.of(), Runnable::run));
    assertEquals(5, spans.getFinishedSpanItems().size());
    for (SpanData span : spans.getFinishedSpanItems()) {
      assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode(), span.getName());
    }
  }

  @Test
  void nothingIsRecordedUnlessSampledButTheRequestKeepsItsId() throws Exception {
    ask(recording(0), Map.of(), Runnable::run);
    ask(recording(1), NOT_RECORDED, Runnable::run);
    ask(Tracing.of(new TracingProperties(null, 1), "off"), RECORDED, Runnable::run);
    assertEquals(List.of(), spans.getFinishedSpanItems());
    assertEquals("request-1", Objects.requireNonNull(seenAtNode.get()).requestId());
  }

  @Test
  void stepsWithinAProcessArePartOfTheTrace() {
    assertFalse(Step.begin("of nobody").isRecorded());
    Tracing.Entry entry = recording(1).enter(RECORDED, HEADERS);
    Step done = entry.call(() -> Step.begin("engine read").with("cairn.shard", 3));
    Step failed = entry.call(() -> Step.begin("engine append"));
    done.end();
    failed.fail("refused");
    entry.answered(200);
    List<SpanData> recorded = spans.getFinishedSpanItems();
    assertEquals(
        List.of("engine read UNSET", "engine append ERROR", "HTTP UNSET"),
        recorded.stream().map(s -> s.getName() + " " + s.getStatus().getStatusCode()).toList());
    assertEquals(recorded.getLast().getSpanId(), recorded.getFirst().getParentSpanId());
    assertEquals(SpanKind.INTERNAL, recorded.getFirst().getKind());
    assertEquals(
        "3", recorded.getFirst().getAttributes().get(AttributeKey.stringKey("cairn.shard")));
    Tracing.Entry unrecorded = recording(1).enter(NOT_RECORDED, HEADERS);
    assertFalse(unrecorded.call(() -> Step.begin("engine read")).isRecorded());
  }

  @Test
  void workNobodyAskedForLeavesNoTrail() throws Exception {
    Tracing tracing = recording(1);
    callNode(channel(tracing, serve(tracing, new Node()))).join();
    assertEquals(List.of(), spans.getFinishedSpanItems());
    assertNull(seenAtNode.get());
  }

  private void assertChain(String client) {
    List<SpanData> hops = spans.getFinishedSpanItems().reversed();
    assertEquals(
        List.of(
            "PutItem SERVER",
            "cairn.rpc.v1.Coordinator/TransactRead CLIENT",
            "cairn.rpc.v1.Coordinator/TransactRead SERVER",
            "cairn.rpc.v1.StorageNode/Execute CLIENT",
            "cairn.rpc.v1.StorageNode/Execute SERVER"),
        hops.stream().map(span -> span.getName() + " " + span.getKind()).toList());
    String parent = client;
    for (SpanData hop : hops) {
      assertEquals(hops.getFirst().getTraceId(), hop.getTraceId());
      assertEquals(parent, hop.getParentSpanId(), hop.getName());
      parent = hop.getSpanId();
    }
    assertEquals(SpanKind.SERVER, hops.getFirst().getKind());
  }

  /** Sends a request through front door, coordinator and storage node. */
  private void ask(Tracing tracing, Map<String, String> headers, Executor work) throws Exception {
    ManagedChannel toNode = channel(tracing, serve(tracing, new Node()));
    ManagedChannel toCoordinator = channel(tracing, serve(tracing, new Coordinator(toNode)));
    Tracing.Entry entry = tracing.enter(headers, HEADERS);
    CompletableFuture<Payload> answer =
        entry.call(
            () -> {
              Objects.requireNonNull(Trail.current()).identify("request-1", "PutItem");
              return CompletableFuture.completedFuture(toCoordinator)
                  .thenComposeAsync(TracingTest::callCoordinator, work);
            });
    assertNull(Trail.current());
    try {
      answer.join();
      entry.answered(200);
    } catch (CompletionException failed) {
      entry.answered(503);
      throw failed;
    }
  }

  private static CompletableFuture<Payload> callCoordinator(ManagedChannel channel) {
    return call(channel, CoordinatorGrpc.getTransactReadMethod(), Payload.getDefaultInstance());
  }

  private static CompletableFuture<Payload> callNode(ManagedChannel channel) {
    return call(channel, StorageNodeGrpc.getExecuteMethod(), ExecuteRequest.getDefaultInstance());
  }

  private static <Q, A> CompletableFuture<A> call(
      ManagedChannel channel, MethodDescriptor<Q, A> method, Q request) {
    return Calls.ask(channel, method, request, Duration.ofSeconds(20));
  }

  /** Hands everything on. */
  private static final class Coordinator extends CoordinatorGrpc.CoordinatorImplBase {
    private final ManagedChannel node;

    Coordinator(ManagedChannel node) {
      this.node = node;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the answer goes to the caller
    public void transactRead(Payload request, StreamObserver<Payload> answer) {
      callNode(node)
          .whenComplete(
              (value, failure) -> {
                if (failure != null) {
                  answer.onError(Status.UNAVAILABLE.asRuntimeException());
                  return;
                }
                answer.onNext(value);
                answer.onCompleted();
              });
    }
  }

  private final class Node extends StorageNodeGrpc.StorageNodeImplBase {
    @Override
    public void execute(ExecuteRequest request, StreamObserver<Payload> answer) {
      seenAtNode.set(Trail.current());
      if (!nodeAnswers.isOk()) {
        answer.onError(nodeAnswers.asRuntimeException());
        return;
      }
      answer.onNext(Payload.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private Tracing recording(double sampled) {
    return Tracing.to(SimpleSpanProcessor.create(spans), sampled, "test");
  }

  private static RpcOptions options(Tracing tracing) {
    return RpcOptions.DEFAULT.withInterceptors(
        new RpcInterceptors(List.of(tracing.ofCallsMade()), List.of(tracing.ofCallsAnswered())));
  }

  private Server serve(Tracing tracing, BindableService service) throws Exception {
    Server server =
        Rpc.server(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            options(tracing),
            List.of(service));
    closing.push(server::shutdownNow);
    return server.start();
  }

  private ManagedChannel channel(Tracing tracing, Server server) {
    ManagedChannel channel =
        Rpc.channel(
            InetAddress.getLoopbackAddress().getHostAddress(), server.getPort(), options(tracing));
    closing.push(channel::shutdownNow);
    return channel;
  }
}
