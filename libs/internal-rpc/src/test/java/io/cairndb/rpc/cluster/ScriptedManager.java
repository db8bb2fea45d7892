package io.cairndb.rpc.cluster;

import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.ServerStream;
import io.cairndb.rpc.proto.HeartbeatRequest;
import io.cairndb.rpc.proto.HeartbeatResponse;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.RegisterRequest;
import io.cairndb.rpc.proto.RegisterResponse;
import io.cairndb.rpc.proto.WatchRequest;
import io.cairndb.rpc.proto.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says what it is told to say, and remembers what it was asked. */
final class ScriptedManager extends PartitionManagerGrpc.PartitionManagerImplBase
    implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  final BlockingQueue<Watching> watches = new LinkedBlockingQueue<>();
  final BlockingQueue<RegisterRequest> registrations = new LinkedBlockingQueue<>();
  final BlockingQueue<HeartbeatRequest> heartbeats = new LinkedBlockingQueue<>();
  volatile Function<RegisterRequest, RegisterResponse> registering =
      request -> RegisterResponse.getDefaultInstance();
  volatile Function<HeartbeatRequest, HeartbeatResponse> beating =
      request -> HeartbeatResponse.getDefaultInstance();

  private final String name = "scripted-" + NAMES.incrementAndGet();
  private final ManagedChannel channel = Rpc.inProcessChannel(name);
  private @Nullable Server server;

  ScriptedManager() throws IOException {
    start();
  }

  /** A stream that is open, and what it was asked for. */
  record Watching(
      WatchRequest request, Queue<WatchResponse> messages, ServerStream<WatchResponse> stream) {
    void say(WatchResponse message) {
      messages.add(message);
      stream.wake();
    }

    void end() {
      stream.end(CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "going away"));
    }
  }

  void start() throws IOException {
    server = Rpc.inProcessServer(name, List.of(this)).start();
  }

  void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  ManagedChannel channel() {
    return channel;
  }

  Watching nextWatch() throws InterruptedException {
    return next(watches);
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nobody asked");
    }
    return next;
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
    Queue<WatchResponse> messages = new ConcurrentLinkedQueue<>();
    ServerStream<WatchResponse> stream =
        ServerStream.open(answer, messages::poll, Runnable::run, () -> {});
    watches.add(new Watching(request, messages, stream));
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterResponse> answer) {
    registrations.add(request);
    answer.onNext(registering.apply(request));
    answer.onCompleted();
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> answer) {
    heartbeats.add(request);
    answer.onNext(beating.apply(request));
    answer.onCompleted();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    stop();
  }
}
