package io.cairndb.service;

import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.Payload;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers what is asked of it when the test says so. */
final class HeldAnswers extends CoordinatorGrpc.CoordinatorImplBase {
  private final BlockingQueue<StreamObserver<Payload>> held = new LinkedBlockingQueue<>();

  @Override
  public void transactRead(Payload request, StreamObserver<Payload> answer) {
    held.add(answer);
  }

  /** The next call that has arrived. */
  StreamObserver<Payload> next() throws InterruptedException {
    StreamObserver<Payload> answer = held.poll(10, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no call arrives");
    }
    return answer;
  }

  static void release(StreamObserver<Payload> held) {
    held.onNext(Payload.getDefaultInstance());
    held.onCompleted();
  }
}
