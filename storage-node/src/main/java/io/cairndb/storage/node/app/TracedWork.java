package io.cairndb.storage.node.app;

import io.cairndb.placement.ShardId;
import io.cairndb.service.tracing.Step;
import io.cairndb.storage.node.grpc.ServiceEvents;

/**
 * Records the work of shards as steps of the requests it is done for, and passes everything else
 * on. Thread-safe.
 */
public final class TracedWork implements ServiceEvents {
  private final ServiceEvents next;

  public TracedWork(ServiceEvents next) {
    this.next = next;
  }

  @Override
  public Work onWork(Kind kind, ShardId shard, String what) {
    String name =
        switch (kind) {
          case READ -> "engine read";
          case WRITE -> "engine append and sync";
        };
    Step step = Step.begin(name).with("cairn.shard", shard).with("cairn.request", what);
    return step.isRecorded() ? new Recorded(step) : Work.UNHEARD;
  }

  private record Recorded(Step step) implements Work {
    @Override
    public void done() {
      step.end();
    }

    @Override
    public void failed(String reason) {
      step.fail(reason);
    }
  }

  @Override
  public void onOverload(String method) {
    next.onOverload(method);
  }

  @Override
  public void onMalformed(String method, String reason) {
    next.onMalformed(method, reason);
  }

  @Override
  public void onDefect(String method, Throwable failure) {
    next.onDefect(method, failure);
  }
}
