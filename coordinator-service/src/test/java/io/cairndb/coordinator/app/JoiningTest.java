package io.cairndb.coordinator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.cluster.Registration;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.RegisterRequest;
import io.cairndb.rpc.proto.RegisterResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A number is used only once it is kept; a process that cannot keep it does not hide that. */
final class JoiningTest {
  private static final Path ROOT = Path.of("/data");
  private static final UUID CLUSTER = new UUID(5, 5);
  private static final int NUMBER = 7;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final CoordinatorDirectory directory =
      CoordinatorDirectory.open(files, ROOT, RandomSource.seeded(1));
  private final ThreadDelays delays = new ThreadDelays("test-timer");
  private final ManagedChannel channel = Rpc.inProcessChannel("joining");
  private final CompletableFuture<Integer> number = new CompletableFuture<>();
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
  private final Joining joining = joining();
  private final Server server;

  JoiningTest() throws IOException {
    server = Rpc.inProcessServer("joining", List.of(new NumberGiver())).start();
  }

  @AfterEach
  void close() throws IOException {
    joining.close();
    channel.shutdownNow();
    server.shutdownNow();
    delays.close();
    directory.close();
  }

  private static final class NumberGiver extends PartitionManagerGrpc.PartitionManagerImplBase {
    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> answer) {
      answer.onNext(
          RegisterResponse.newBuilder()
              .setOutcome(io.cairndb.rpc.proto.Registration.REGISTRATION_ACCEPTED)
              .setNumber(NUMBER)
              .setClusterId(Payloads.id(CLUSTER))
              .build());
      answer.onCompleted();
    }
  }

  private Joining joining() {
    Registration registration =
        new Registration(
            () ->
                new Registration.Node(directory.nodeId(), new HostPort("here", 1), 0, false, 1, 1),
            Optional.empty(),
            () -> channel,
            delays,
            RandomSource.seeded(2));
    return new Joining(registration, directory, number::complete, () -> lost.complete(null));
  }

  @Test
  void aNumberIsKeptBeforeItIsUsed() throws Exception {
    joining.start();
    assertEquals(NUMBER, number.get(20, TimeUnit.SECONDS));
    assertEquals(Optional.empty(), joining.obstacle());
    files.crash(1);
    assertEquals(
        Optional.of(new Registration.Membership(CLUSTER, NUMBER)),
        CoordinatorDirectory.open(files, ROOT, RandomSource.seeded(3)).membership());
  }

  @Test
  void aNumberThatCannotBeKeptIsNotUsedAndThatIsTold() throws Exception {
    files.inject(new FileFault(files.operations() + 1, FileFault.Kind.NO_SPACE));
    joining.start();
    lost.get(20, TimeUnit.SECONDS);
    assertFalse(number.isDone());
    assertTrue(joining.obstacle().orElseThrow().contains("cannot be kept"));
  }
}
