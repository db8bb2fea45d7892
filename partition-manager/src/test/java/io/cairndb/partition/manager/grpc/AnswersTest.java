package io.cairndb.partition.manager.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.partition.manager.UndecidedException;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.TableRef;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every call is answered, and says no more than is certain. */
final class AnswersTest {
  private final ManagedChannel channel = Rpc.inProcessChannel("answers");
  private final Server server;
  private CompletableFuture<Void> outcome = CompletableFuture.completedFuture(null);
  private Function<Void, Empty> message = done -> Empty.getDefaultInstance();

  AnswersTest() throws IOException {
    server = Rpc.inProcessServer("answers", List.of(new Service())).start();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private final class Service extends PartitionManagerGrpc.PartitionManagerImplBase {
    @Override
    public void settled(TableRef request, StreamObserver<Empty> answer) {
      Answers.when(outcome, answer, message);
    }
  }

  private CallFailure failure() {
    CompletableFuture<Empty> call =
        Calls.ask(
            channel,
            PartitionManagerGrpc.getSettledMethod(),
            TableRef.getDefaultInstance(),
            Duration.ofSeconds(10));
    CompletionException failed = assertThrows(CompletionException.class, call::join);
    return assertInstanceOf(CallFailedException.class, failed.getCause()).failure();
  }

  @Test
  void anAnswerThatCannotBeWrittenIsAFailureOfUnknownEffect() {
    message =
        done -> {
          throw new IllegalStateException("secret");
        };
    assertEquals(
        new CallFailure(CallFailure.Kind.FAULT, false, "INTERNAL: IllegalStateException"),
        failure());
  }

  @Test
  void whatWasNotTakenUpWasCertainlyNotDone() {
    outcome = CompletableFuture.failedFuture(new UndecidedException());
    CallFailure failure = failure();
    assertEquals(CallFailure.Kind.OVERLOADED, failure.kind());
    assertTrue(failure.certain(), failure.reason());
  }
}
