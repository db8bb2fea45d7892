package io.cairndb.storage.node.app;

import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.proto.HeartbeatRequest;
import io.cairndb.rpc.proto.HeartbeatResponse;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.RegisterRequest;
import io.cairndb.rpc.proto.RegisterResponse;
import io.cairndb.rpc.proto.Registration;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What a node needs of a partition manager: accepts whoever registers under one number. */
final class NumberGiver extends PartitionManagerGrpc.PartitionManagerImplBase
    implements AutoCloseable {
  static final UUID CLUSTER = new UUID(5, 5);

  final BlockingQueue<RegisterRequest> registered = new LinkedBlockingQueue<>();
  private final int number;
  private final Server server;

  NumberGiver(int port, int number) throws IOException {
    this.number = number;
    server =
        Rpc.server(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                RpcOptions.DEFAULT,
                List.of(this))
            .start();
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterResponse> answer) {
    registered.add(request);
    answer.onNext(
        RegisterResponse.newBuilder()
            .setOutcome(Registration.REGISTRATION_ACCEPTED)
            .setNumber(number)
            .setClusterId(Payloads.id(CLUSTER))
            .setMessageVersion(1)
            .setHeartbeatMillis(1000)
            .build());
    answer.onCompleted();
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> answer) {
    answer.onNext(HeartbeatResponse.newBuilder().setMessageVersion(1).build());
    answer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
