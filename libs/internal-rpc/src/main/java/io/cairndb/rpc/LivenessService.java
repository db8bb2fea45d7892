package io.cairndb.rpc;

import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.LivenessGrpc;
import io.grpc.stub.StreamObserver;

/** Answers probes. Stateless. */
final class LivenessService extends LivenessGrpc.LivenessImplBase {
  @Override
  public void probe(Empty request, StreamObserver<Empty> answer) {
    answer.onNext(Empty.getDefaultInstance());
    answer.onCompleted();
  }
}
