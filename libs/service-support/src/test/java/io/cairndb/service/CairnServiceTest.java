package io.cairndb.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.service.metrics.MetricsDocument;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A service starts, tells how it is, and stops without losing what it was asked. */
class CairnServiceTest {

  @Test
  void healthFollowsFromReadiness() throws Exception {
    try (TestService service = TestService.start()) {
      assertEquals(200, service.get("/actuator/health/liveness").status());
      HttpPage waiting = service.get("/actuator/health/readiness");
      assertEquals(503, waiting.status(), waiting.text());
      assertTrue(waiting.text().contains("the part is not ready"), waiting.text());
      assertEquals(503, service.get("/actuator/health/startup").status());

      service.bean(TestService.Part.class).becomeReady(true);
      assertEquals(200, service.get("/actuator/health/readiness").status());
      assertEquals(200, service.get("/actuator/health/startup").status());

      service.bean(TestService.Part.class).becomeReady(false);
      assertEquals(503, service.get("/actuator/health/readiness").status());
      assertEquals(200, service.get("/actuator/health/startup").status());
      assertEquals(200, service.get("/actuator/health/liveness").status());
    }
  }

  @Test
  void tellsWhatItIsAndHowItRuns() throws Exception {
    try (TestService service = TestService.start("--test.said=on the command line")) {
      callOnce(service);
      String info = service.get("/actuator/info").text();
      assertTrue(info.contains("\"service\":\"test-service\""), info);
      assertTrue(info.contains("\"version\":\"0."), info);
      String metrics = service.get("/actuator/prometheus").text();
      assertTrue(metrics.contains("jvm_memory_used_bytes{"), metrics);
      MetricsDocument.assertServed("All services", metrics);
      assertEquals("from the module's own file", service.property("test.greeting"));
      assertEquals("on the command line", service.property("test.said"));
      assertEquals(404, service.get("/actuator/env").status());
    }
  }

  /** What was asked before a stop is answered; what comes after certainly is not done. */
  @Test
  void stoppingAnswersWhatIsUnderWay() throws Exception {
    TestService service = TestService.start();
    HostPort address = service.bean(RpcServer.class).advertised();
    HeldAnswers answers = service.bean(HeldAnswers.class);
    ManagedChannel channel = Rpc.channel(address.host(), address.port(), RpcOptions.DEFAULT);
    try {
      CompletableFuture<Payload> asked = ask(channel);
      StreamObserver<Payload> held = answers.next();
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);
      awaitClosed(address.port());
      assertTrue(refusal(address).failure().certain());
      assertFalse(stopped.isDone());
      HeldAnswers.release(held);
      assertEquals(Payload.getDefaultInstance(), asked.get(10, TimeUnit.SECONDS));
      stopped.get(10, TimeUnit.SECONDS);
    } finally {
      channel.shutdownNow();
    }
  }

  /** While it is waited for, and when it was waited for too long. */
  @Test
  void aPeerThatDoesNotAnswerShows() throws Exception {
    try (TestService service = TestService.start()) {
      HostPort address = service.bean(RpcServer.class).advertised();
      ManagedChannel channel =
          Rpc.channel(address.host(), address.port(), service.bean(RpcOptions.class));
      try {
        CompletableFuture<Payload> patient = ask(channel);
        StreamObserver<Payload> held = service.bean(HeldAnswers.class).next();
        assertServed(service, "cairn_rpc_client_in_flight_calls{service=\"Coordinator\"} 1");
        assertServed(service, "cairn_rpc_client_timeouts_total{service=\"Coordinator\"} 0");
        CompletableFuture<Payload> hasty = ask(channel, Duration.ofMillis(50));
        assertThrows(CompletionException.class, hasty::join);
        assertServed(service, "cairn_rpc_client_timeouts_total{service=\"Coordinator\"} 1");
        assertServed(service, "cairn_rpc_client_timeouts_total{service=\"StorageNode\"} 0");
        HeldAnswers.release(held);
        assertEquals(Payload.getDefaultInstance(), patient.get(10, TimeUnit.SECONDS));
        assertServed(service, "cairn_rpc_client_in_flight_calls{service=\"Coordinator\"} 0");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static void assertServed(TestService service, String figure) throws Exception {
    String metrics = service.get("/actuator/prometheus").text();
    assertTrue(metrics.lines().anyMatch(line -> line.startsWith(figure)), metrics);
  }

  @Test
  void stoppingDoesNotWaitForEver() throws Exception {
    TestService service = TestService.start("--cairn.rpc.drain-timeout=50ms");
    HostPort address = service.bean(RpcServer.class).advertised();
    ManagedChannel channel = Rpc.channel(address.host(), address.port(), RpcOptions.DEFAULT);
    try {
      CompletableFuture<Payload> asked = ask(channel);
      service.bean(HeldAnswers.class).next();
      service.close();
      assertThrows(Exception.class, () -> asked.get(10, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void refusesToBeReachedByOthersUnlessToldTo() {
    for (String key : new String[] {"--cairn.rpc.listen=0.0.0.0:0", "--server.address=0.0.0.0"}) {
      Throwable refused = root(assertThrows(Exception.class, () -> TestService.start(key).close()));
      assertTrue(refused instanceof StartRefusedException, refused.toString());
      assertTrue(refused.toString().contains("mutual TLS"), refused.toString());
    }
    TestService.start(
            "--server.address=0.0.0.0",
            "--cairn.rpc.listen=0.0.0.0:0",
            "--cairn.rpc.advertise=localhost:1",
            "--cairn.insecure-network=true")
        .close();
  }

  @Test
  void refusesWhatItCannotUse() {
    try (TestService other = TestService.start()) {
      String taken = other.bean(RpcServer.class).advertised().toString();
      assertRefused("--cairn.rpc.listen=" + taken, "in use");
    }
    assertRefused("--cairn.rpc.listen=here", "not host:port");
    assertRefused("--cairn.rpc.drain-timeout=-1s", "a time of 0 or more");
    assertRefused("--cairn.rpc.advertise=here:0", "names the port");
    assertRefused("--cairn.logs=xml", "not a format of logs");
  }

  @Test
  void logsAsJsonWhenAsked() {
    try (TestService service = TestService.start("--cairn.logs=json")) {
      assertEquals("ecs", service.property("logging.structured.format.console"));
    }
  }

  private static void assertRefused(String argument, String reason) {
    Throwable refused =
        root(assertThrows(Exception.class, () -> TestService.start(argument).close()));
    assertTrue(refused.toString().contains(reason), refused.toString());
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof StartRefusedException)) {
      root = root.getCause();
    }
    return root;
  }

  private static void callOnce(TestService service) throws Exception {
    HostPort address = service.bean(RpcServer.class).advertised();
    ManagedChannel channel =
        Rpc.channel(address.host(), address.port(), service.bean(RpcOptions.class));
    try {
      CompletableFuture<Payload> asked = ask(channel);
      HeldAnswers.release(service.bean(HeldAnswers.class).next());
      assertEquals(Payload.getDefaultInstance(), asked.get(10, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
    }
  }

  private static CompletableFuture<Payload> ask(ManagedChannel channel) {
    return ask(channel, Duration.ofSeconds(20));
  }

  private static CompletableFuture<Payload> ask(ManagedChannel channel, Duration deadline) {
    return Calls.ask(
        channel, CoordinatorGrpc.getTransactReadMethod(), Payload.getDefaultInstance(), deadline);
  }

  private static CallFailedException refusal(HostPort address) {
    ManagedChannel late = Rpc.channel(address.host(), address.port(), RpcOptions.DEFAULT);
    try {
      CompletableFuture<Payload> asked = ask(late);
      return assertInstanceOf(
          CallFailedException.class,
          assertThrows(CompletionException.class, asked::join).getCause());
    } finally {
      late.shutdownNow();
    }
  }

  /** Returns once nobody listens on the port any more. */
  private static void awaitClosed(int port) {
    while (true) {
      try (Socket accepted = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread.onSpinWait();
      } catch (IOException refused) {
        return;
      }
    }
  }
}
