package io.cairndb.services;

import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.NodeDescription;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A process that describes itself as a storage node would, until it is killed. */
final class AnsweringProcess {
  private AnsweringProcess() {}

  private static final class Node extends StorageNodeGrpc.StorageNodeImplBase {
    @Override
    public void describe(Empty request, StreamObserver<NodeDescription> answer) {
      answer.onNext(NodeDescription.newBuilder().setNumber(7).build());
      answer.onCompleted();
    }
  }

  /** Prints its port and serves. */
  public static void main(String[] args) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Server server = Rpc.server(address, RpcOptions.DEFAULT, List.of(new Node())).start();
    System.out.println(server.getPort());
    server.awaitTermination();
  }
}
